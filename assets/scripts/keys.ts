// Single keys: "/" goes to the search box, "j" and "k" from entry to entry. Somebody who dictates or whose hand shakes
// presses them unawares, so they can be switched off (WCAG 2.1.4), and the browser remembers it.
const remembered = 'concord-keys'
const notice = document.querySelector<HTMLElement>('[data-keys]')
const switchButton = document.querySelector<HTMLButtonElement>('[data-keys-switch]')
let on = localStorage.getItem(remembered) !== 'off'

const show = (): void => {
  if (switchButton) switchButton.textContent = on ? 'Switch them off' : 'Switch them on'
}
if (notice) notice.hidden = false
show()
switchButton?.addEventListener('click', () => {
  on = !on
  localStorage.setItem(remembered, on ? 'on' : 'off')
  show()
})

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

const goToEntry = (step: 1 | -1): void => {
  const entries = [...document.querySelectorAll<HTMLElement>('[data-entry]')]
  const here = entries.findIndex(entry => entry.contains(document.activeElement))
  const next = entries[here === -1 ? 0 : here + step]
  next?.focus()
  next?.scrollIntoView({ block: 'center' })
}

document.addEventListener('keydown', event => {
  if (!on || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  if (document.querySelector('dialog[open]')) return
  const box = document.querySelector<HTMLInputElement>('[data-search-key]')
  if (event.key === '/' && box) {
    event.preventDefault()
    box.focus()
    box.select()
  }
  if (event.key === 'j') goToEntry(1)
  if (event.key === 'k') goToEntry(-1)
})

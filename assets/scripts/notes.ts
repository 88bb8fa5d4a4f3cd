// Folded notes open together, and all of them when the page is printed.
const notes = (): HTMLDetailsElement[] => [...document.querySelectorAll<HTMLDetailsElement>('details[data-note]')]
const button = document.querySelector<HTMLButtonElement>('[data-notes]')
if (button && notes().length > 0) {
  button.hidden = false
  button.addEventListener('click', () => {
    const open = button.getAttribute('aria-pressed') !== 'true'
    for (const note of notes()) note.open = open
    button.setAttribute('aria-pressed', String(open))
  })
}
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true
})

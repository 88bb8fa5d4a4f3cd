// choosing.ts
{
// Choosing from a list may say what another answer usually is: the kind of an entry, whether its words are a fact or were reported. It is
// filled in while nobody has answered it by hand.
for (const select of document.querySelectorAll                   ('select:has(option[data-choosing])')) {
  const answers = [...(select.form?.querySelectorAll                  ('input[type=radio][name=type]') ?? [])]
  let byHand = answers.some(({ checked }) => checked)
  for (const answer of answers) answer.addEventListener('change', () => (byHand = true))
  select.addEventListener('change', () => {
    if (byHand) return
    const usual = select.selectedOptions[0]?.dataset['choosing']
    for (const answer of answers) answer.checked = answer.value === usual
  })
}
}
// errors.ts
{
// The error summary is what a person must meet first, so the page opens on it.
const summary = document.querySelector             ('.govuk-error-summary')
if (summary) {
  summary.tabIndex = -1
  summary.focus()
}
// Its links lead to the field itself, with the field's label in sight.
summary?.addEventListener('click', event => {
  const link = event.target instanceof Element ? event.target.closest                   ('a[href^="#"]') : null
  const field = link && document.getElementById(link.hash.slice(1))
  if (!field) return
  event.preventDefault()
  const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`)
  ;(label ?? field).scrollIntoView()
  field.focus({ preventScroll: true })
})
}
// keys.ts
{
// Single keys: "/" goes to the search box, "j" and "k" from entry to entry. Somebody who dictates or whose hand shakes
// presses them unawares, so they can be switched off (WCAG 2.1.4), and the browser remembers it.
const remembered = 'concord-keys'
const notice = document.querySelector             ('[data-keys]')
const switchButton = document.querySelector                   ('[data-keys-switch]')
let on = localStorage.getItem(remembered) !== 'off'
const show = ()       => {
  if (switchButton) switchButton.textContent = on ? 'Switch them off' : 'Switch them on'
}
if (notice) notice.hidden = false
show()
switchButton?.addEventListener('click', () => {
  on = !on
  localStorage.setItem(remembered, on ? 'on' : 'off')
  show()
})
const isTyping = (target                    )          =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
const goToEntry = (step        )       => {
  const entries = [...document.querySelectorAll             ('[data-entry]')]
  const here = entries.findIndex(entry => entry.contains(document.activeElement))
  const next = entries[here === -1 ? 0 : here + step]
  next?.focus()
  next?.scrollIntoView({ block: 'center' })
}
document.addEventListener('keydown', event => {
  if (!on || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  if (document.querySelector('dialog[open]')) return
  const box = document.querySelector                  ('[data-search-key]')
  if (event.key === '/' && box) {
    event.preventDefault()
    box.focus()
    box.select()
  }
  if (event.key === 'j') goToEntry(1)
  if (event.key === 'k') goToEntry(-1)
})
}
// notes.ts
{
// Folded notes open together, and all of them when the page is printed.
const notes = ()                       => [...document.querySelectorAll                    ('details[data-note]')]
const button = document.querySelector                   ('[data-notes]')
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
}
// once.ts
{
// A form is sent once: the second press of an impatient finger, within a few seconds, is not another request.
const patienceMs = 3000
document.addEventListener('submit', event => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented || form.method !== 'post') return
  const sent = Number(form.dataset['sentAt'] ?? 0)
  if (event.timeStamp - sent < patienceMs && sent > 0) event.preventDefault()
  else form.dataset['sentAt'] = String(event.timeStamp)
})
}
// print.ts
{
// What has a number may be printed by a button too.
const button = document.querySelector                   ('[data-print]')
if (button) {
  button.hidden = false
  button.addEventListener('click', () => print())
}
}
// progress.ts
{
// Long work shows its progress: the parts of the page marked data-live are fetched again every few seconds until none bears the
// mark any more. A part in which somebody is with the keyboard is left alone until they go on. The header tells the server that nobody touched anything, so that watching does not keep a session alive.
const everyMs = 3000
const timesMax = 200 // ten minutes; after that a person may reload
const refresh = async (times        )                => {
  const parts = [...document.querySelectorAll             ('[data-live]')]
  if (parts.length === 0 || times === 0) return
  const answer = await fetch(location.href, { headers: { 'concord-watching': '1' } }).catch(() => undefined)
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    for (const part of parts) {
      const fresh = page.getElementById(part.id)
      if (fresh && !part.contains(document.activeElement)) part.replaceWith(fresh)
    }
  }
  setTimeout(() => void refresh(times - 1), everyMs)
}
if (document.querySelector('[data-live]')) setTimeout(() => void refresh(timesMax), everyMs)
}
// session.ts
{
// Warns before the session ends, lets it be lengthened in place, and takes the page away when it is over: a record must not
// stay on the screen of an empty desk. The server decides; this only counts. Pages open side by side share one session, so
// each tells the others.
const dialog = document.querySelector                   ('[data-session]')
const over = document.querySelector                     ('[data-session-over]')
const shared = 'concord-session'
// The moment makes each value a new one, and only a new one is told to the other pages.
const tell = (secondsLeft        )       => localStorage.setItem(shared, `${secondsLeft} ${Date.now()}`)
if (dialog && over) {
  const warningMs = Number(dialog.dataset['warningSeconds']) * 1000
  const left = dialog.querySelector             ('[data-session-left]')
  const clock = document.querySelector             ('[data-session-ends]')
  // Counted from here, not from the computer's clock time, which may be wrong; a laptop that slept wakes to the truth.
  let endsAt = Date.now() + Number(dialog.dataset['secondsLeft']) * 1000
  const inWords = (ms        )         => {
    const minutes = Math.ceil(ms / 60_000)
    if (ms > 60_000) return `You will be signed out in ${minutes} minutes.`
    return ms > 20_000 ? 'You will be signed out in less than a minute.' : 'You will be signed out in a few seconds.'
  }
  // What is typed in a form that says so (data-keep) outlives the page: it is sent once a minute while it changes, quietly, so that
  // watching keeps no session alive, and once more before the page goes.
  const everyMs = 60_000
  const keptForms = [...document.querySelectorAll                 ('form[data-keep]')]
  const changed = new Set                 ()
  let keptSince = false
  const placeOf = (kept                 )         =>
    kept.querySelector                  ('[name="formAt"]')?.value ?? ''
  for (const kept of keptForms) {
    // A page that answers what was sent holds what was typed before.
    if (placeOf(kept) !== location.pathname + location.search) changed.add(kept)
    kept.addEventListener('input', () => changed.add(kept))
    kept.addEventListener('submit', () => changed.clear())
  }
  const typed = document.querySelector             ('[data-session-typed]')
  if (typed && keptForms.length > 0) typed.textContent = 'What you have typed is kept for you until you sign in again.'
  const keep = async (kept                 )                   => {
    const body = new URLSearchParams()
    for (const [name, value] of new FormData(kept)) if (typeof value === 'string') body.append(name, value)
    body.append('formAction', kept.getAttribute('action') ?? '')
    const headers = { accept: 'application/json', 'concord-watching': '1' }
    const answer = await fetch('/drafts', { method: 'POST', body, headers }).catch(() => undefined)
    if (answer?.status === 401) changed.delete(kept) // the session was ended by somebody: trying again helps nobody
    if (!answer?.ok) return false
    changed.delete(kept)
    return (keptSince = true)
  }
  const keepChanged = ()                              => Promise.all([...changed].map(keep))
  if (keptForms.length > 0) setInterval(() => void keepChanged(), everyMs)
  const end = ()       => {
    const page = over.content.cloneNode(true)
    const form = [...changed][0] ?? keptForms[0]
    const back = page.querySelector                   ('[data-session-back]')
    const words = page.querySelector             ('[data-session-kept]')
    if (form && back) back.href = placeOf(form)
    // The page goes first, whatever the network does; what was typed is sent from forms that nobody sees any more.
    document.body.replaceChildren(page)
    document.title = 'You have been signed out – Concord'
    document.querySelector('h1')?.focus()
    void tellKept(words)
  }
  const tellKept = async (words                    )                => {
    const kept = await keepChanged()
    if (words) words.hidden = !kept.every(Boolean) || (kept.length === 0 && !keptSince)
  }
  const lengthen = (secondsLeft        )       => {
    endsAt = Date.now() + secondsLeft * 1000
    if (clock) {
      const time = { hour: 'numeric', minute: '2-digit', hour12: true, timeZone: 'Europe/London' }
      clock.textContent = new Date(endsAt).toLocaleTimeString('en-GB', time).replace(' ', '')
    }
    if (dialog.open) dialog.close()
  }
  // Said once a minute and at the end, not each second: the text is read aloud when it changes.
  const tick = ()       => {
    const remaining = endsAt - Date.now()
    if (remaining <= 0) return end()
    if (remaining <= warningMs) {
      const words = inWords(remaining)
      if (left && left.textContent !== words) left.textContent = words
      if (!dialog.open && !dialog.dataset['seen']) dialog.showModal()
    } else delete dialog.dataset['seen']
    setTimeout(tick, 1000)
  }
  dialog.addEventListener('close', () => {
    if (endsAt - Date.now() <= warningMs) dialog.dataset['seen'] = 'yes'
  })
  const extend = async (form                 )                => {
    const fields = [...new FormData(form)].flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    )
    const body = new URLSearchParams(fields)
    const answer = await fetch(form.action, { method: 'POST', body, headers: { accept: 'application/json' } })
    if (!answer.ok) return end()
    const { secondsLeft } = (await answer.json())
    lengthen(secondsLeft)
    tell(secondsLeft)
  }
  const form = document.querySelector                 ('[data-session-extend]')
  form?.addEventListener('submit', event => {
    event.preventDefault()
    // Without a network the session may yet be there, so the count goes on and the button stays.
    extend(form).catch(() => left && (left.textContent = 'Concord did not answer. Try again.'))
  })
  addEventListener('storage', ({ key, newValue }) => {
    if (key === shared && newValue) lengthen(Number(newValue.split(' ')[0]))
  })
  tell(Number(dialog.dataset['secondsLeft']))
  tick()
}
}

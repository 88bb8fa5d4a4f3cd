// Warns before the session ends, lets it be lengthened in place, and takes the page away when it is over: a record must not
// stay on the screen of an empty desk. The server decides; this only counts. Pages open side by side share one session, so
// each tells the others.
const dialog = document.querySelector<HTMLDialogElement>('[data-session]')
const over = document.querySelector<HTMLTemplateElement>('[data-session-over]')
const shared = 'concord-session'
// The moment makes each value a new one, and only a new one is told to the other pages.
const tell = (secondsLeft: number): void => localStorage.setItem(shared, `${secondsLeft} ${Date.now()}`)

if (dialog && over) {
  const warningMs = Number(dialog.dataset['warningSeconds']) * 1000
  const left = dialog.querySelector<HTMLElement>('[data-session-left]')
  const clock = document.querySelector<HTMLElement>('[data-session-ends]')
  // Counted from here, not from the computer's clock time, which may be wrong; a laptop that slept wakes to the truth.
  let endsAt = Date.now() + Number(dialog.dataset['secondsLeft']) * 1000

  const inWords = (ms: number): string => {
    const minutes = Math.ceil(ms / 60_000)
    if (ms > 60_000) return `You will be signed out in ${minutes} minutes.`
    return ms > 20_000 ? 'You will be signed out in less than a minute.' : 'You will be signed out in a few seconds.'
  }

  // What is typed in a form that says so (data-keep) outlives the page: it is sent once a minute while it changes, quietly, so that
  // watching keeps no session alive, and once more before the page goes.
  const everyMs = 60_000
  const keptForms = [...document.querySelectorAll<HTMLFormElement>('form[data-keep]')]
  const changed = new Set<HTMLFormElement>()
  let keptSince = false
  const placeOf = (kept: HTMLFormElement): string =>
    kept.querySelector<HTMLInputElement>('[name="formAt"]')?.value ?? ''
  for (const kept of keptForms) {
    // A page that answers what was sent holds what was typed before.
    if (placeOf(kept) !== location.pathname + location.search) changed.add(kept)
    kept.addEventListener('input', () => changed.add(kept))
    kept.addEventListener('submit', () => changed.clear())
  }
  const typed = document.querySelector<HTMLElement>('[data-session-typed]')
  if (typed && keptForms.length > 0) typed.textContent = 'What you have typed is kept for you until you sign in again.'

  const keep = async (kept: HTMLFormElement): Promise<boolean> => {
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
  const keepChanged = (): Promise<readonly boolean[]> => Promise.all([...changed].map(keep))
  if (keptForms.length > 0) setInterval(() => void keepChanged(), everyMs)

  const end = (): void => {
    const page = over.content.cloneNode(true) as DocumentFragment
    const form = [...changed][0] ?? keptForms[0]
    const back = page.querySelector<HTMLAnchorElement>('[data-session-back]')
    const words = page.querySelector<HTMLElement>('[data-session-kept]')
    if (form && back) back.href = placeOf(form)
    // The page goes first, whatever the network does; what was typed is sent from forms that nobody sees any more.
    document.body.replaceChildren(page)
    document.title = 'You have been signed out – Concord'
    document.querySelector('h1')?.focus()
    void tellKept(words)
  }

  const tellKept = async (words: HTMLElement | null): Promise<void> => {
    const kept = await keepChanged()
    if (words) words.hidden = !kept.every(Boolean) || (kept.length === 0 && !keptSince)
  }

  const lengthen = (secondsLeft: number): void => {
    endsAt = Date.now() + secondsLeft * 1000
    if (clock) {
      const time = { hour: 'numeric', minute: '2-digit', hour12: true, timeZone: 'Europe/London' } as const
      clock.textContent = new Date(endsAt).toLocaleTimeString('en-GB', time).replace(' ', '')
    }
    if (dialog.open) dialog.close()
  }

  // Said once a minute and at the end, not each second: the text is read aloud when it changes.
  const tick = (): void => {
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

  const extend = async (form: HTMLFormElement): Promise<void> => {
    const fields = [...new FormData(form)].flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value]] : [],
    )
    const body = new URLSearchParams(fields)
    const answer = await fetch(form.action, { method: 'POST', body, headers: { accept: 'application/json' } })
    if (!answer.ok) return end()
    const { secondsLeft } = (await answer.json()) as { secondsLeft: number }
    lengthen(secondsLeft)
    tell(secondsLeft)
  }

  const form = document.querySelector<HTMLFormElement>('[data-session-extend]')
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

// Long work shows its progress: the part of the page marked data-live is fetched again every few seconds until it no longer
// bears the mark. The header tells the server that nobody touched anything, so that watching does not keep a session alive.
const everyMs = 3000
const timesMax = 200 // ten minutes; after that a person may reload

const refresh = async (times: number): Promise<void> => {
  const part = document.querySelector<HTMLElement>('[data-live]')
  if (!part || times === 0) return
  const answer = await fetch(location.href, { headers: { 'concord-watching': '1' } }).catch(() => undefined)
  if (answer?.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const fresh = page.getElementById(part.id)
    if (fresh) part.replaceWith(fresh)
  }
  setTimeout(() => void refresh(times - 1), everyMs)
}
if (document.querySelector('[data-live]')) setTimeout(() => void refresh(timesMax), everyMs)

// Long work shows its progress: the parts of the page marked data-live are fetched again every few seconds until none bears the
// mark any more. A part in which somebody is with the keyboard is left alone until they go on. The header tells the server that nobody touched anything, so that watching does not keep a session alive.
const everyMs = 3000
const timesMax = 200 // ten minutes; after that a person may reload

const refresh = async (times: number): Promise<void> => {
  const parts = [...document.querySelectorAll<HTMLElement>('[data-live]')]
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

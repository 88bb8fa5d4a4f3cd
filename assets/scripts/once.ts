// A form is sent once: the second press of an impatient finger, within a few seconds, is not another request.
const patienceMs = 3000
document.addEventListener('submit', event => {
  const form = event.target
  if (!(form instanceof HTMLFormElement) || event.defaultPrevented || form.method !== 'post') return
  const sent = Number(form.dataset['sentAt'] ?? 0)
  if (event.timeStamp - sent < patienceMs && sent > 0) event.preventDefault()
  else form.dataset['sentAt'] = String(event.timeStamp)
})

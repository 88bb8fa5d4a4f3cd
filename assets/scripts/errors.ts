// The error summary is what a person must meet first, so the page opens on it.
const summary = document.querySelector<HTMLElement>('.govuk-error-summary')
if (summary) {
  summary.tabIndex = -1
  summary.focus()
}

// Its links lead to the field itself, with the field's label in sight.
summary?.addEventListener('click', event => {
  const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href^="#"]') : null
  const field = link && document.getElementById(link.hash.slice(1))
  if (!field) return
  event.preventDefault()
  const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`)
  ;(label ?? field).scrollIntoView()
  field.focus({ preventScroll: true })
})

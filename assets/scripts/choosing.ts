// Choosing from a list may say what another answer usually is: the kind of an entry, whether its words are a fact or were reported. It is
// filled in while nobody has answered it by hand.
for (const select of document.querySelectorAll<HTMLSelectElement>('select:has(option[data-choosing])')) {
  const answers = [...(select.form?.querySelectorAll<HTMLInputElement>('input[type=radio][name=type]') ?? [])]
  let byHand = answers.some(({ checked }) => checked)
  for (const answer of answers) answer.addEventListener('change', () => (byHand = true))
  select.addEventListener('change', () => {
    if (byHand) return
    const usual = select.selectedOptions[0]?.dataset['choosing']
    for (const answer of answers) answer.checked = answer.value === usual
  })
}

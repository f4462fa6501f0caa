// What is typed on while a form is under way stays also if the form is refused: the page then shows what was sent.
const fields = 'textarea[id], input[type="text"][id]'
const textsIn = (form) =>
  [...form.elements].filter((field) => field.matches(fields)).map(({ id, value }) => ({ id, value }))

let sent = []
let typedOn = []

document.addEventListener('turbo:submit-start', ({ target }) => {
  sent = textsIn(target)
  typedOn = []
})
document.addEventListener('turbo:submit-end', ({ target, detail }) => {
  if (!detail.success) typedOn = textsIn(target).filter(({ value }, index) => value !== sent[index]?.value)
})
document.addEventListener('turbo:render', () => {
  for (const { id, value } of typedOn) {
    const field = document.getElementById(id)
    if (!field?.form?.querySelector('.error-summary, [aria-invalid], .reply__question')) continue
    field.value = value
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
  typedOn = []
})

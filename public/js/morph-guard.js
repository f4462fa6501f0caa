// What a refresh may not take away: half-typed text, what was chosen, and the form of both, open <details>, what scripts
// added, and the note that answers the person's own last action.
const chosenAtFirst = (options) =>
  options.findLast((option) => option.defaultSelected) ?? options.find((option) => !option.disabled)

const isChanged = (field) =>
  field.localName === 'select'
    ? field.selectedOptions[0] !== chosenAtFirst([...field.options])
    : field.checked !== field.defaultChecked || (field.value ?? '') !== (field.defaultValue ?? field.value ?? '')

const typedIn = ({ elements }) => [...elements].some((field) => field.type !== 'hidden' && isChanged(field))

const inUse = (form) =>
  typedIn(form) ||
  form.getAttribute('aria-busy') === 'true' ||
  form.querySelector('.error-summary, [aria-invalid], .reply__question') !== null

const kept = (element, next) => {
  if (element.localName === 'form') return inUse(element)
  if (element.matches('[data-local]')) return true
  return !next && element.matches('.flash, .unread-line')
}

document.addEventListener('turbo:before-morph-element', (event) => {
  if (kept(event.target, event.detail.newElement)) event.preventDefault()
})

document.addEventListener('turbo:before-morph-attribute', (event) => {
  if (event.detail.attributeName === 'open' && event.target.localName === 'details') event.preventDefault()
})

// A panel that was opened stays open on the page that follows, as after each save.
document.addEventListener('turbo:before-render', ({ detail: { newBody } }) => {
  for (const { id } of document.querySelectorAll('details[data-stays-open][open]'))
    newBody.querySelector(`#${id}`)?.setAttribute('open', '')
})

document.addEventListener('input', ({ target }) => {
  const form = target.form
  form?.toggleAttribute('data-in-use', inUse(form))
})

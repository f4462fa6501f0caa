// What a refresh must not remove: unsent text and selections with their form, open <details>, elements that scripts
// added, and the message about the person's own last action.
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

// The text of a message is replaced as a whole. Turbo compares each child of an element with all later ones, which takes a
// second for a message of a thousand elements, and a page has fifty messages.
const takeWhole = (text, next) => {
  if (!text.isEqualNode(next)) text.replaceChildren(...next.childNodes)
}

document.addEventListener('turbo:before-morph-element', (event) => {
  const { target, detail } = event
  const isText = detail.newElement && target.matches('.prose')
  if (isText) takeWhole(target, detail.newElement)
  if (isText || kept(target, detail.newElement)) event.preventDefault()
})

document.addEventListener('turbo:before-morph-attribute', (event) => {
  const { attributeName } = event.detail
  // live.js compares the address of the running module to notice a new version of the program.
  const isRunning = attributeName === 'data-module'
  if (isRunning || (attributeName === 'open' && event.target.localName === 'details')) event.preventDefault()
})

// An open panel stays open on the next page, as after each save.
document.addEventListener('turbo:before-render', ({ detail: { newBody } }) => {
  for (const { id } of document.querySelectorAll('details[data-stays-open][open]'))
    newBody.querySelector(`#${id}`)?.setAttribute('open', '')
})

document.addEventListener('input', ({ target }) => {
  const form = target.form
  form?.toggleAttribute('data-in-use', inUse(form))
})

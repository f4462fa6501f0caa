// A form with data-passkey asks the browser for a passkey (get) or a new one (create) and is then sent with the result.
// If the server refuses the options, the form is sent without: the response says what is wrong.
const has = 'PublicKeyCredential' in window && 'parseRequestOptionsFromJSON' in PublicKeyCredential

function ready() {
  if (!has) return
  for (const form of document.querySelectorAll('form[data-passkey]')) form.hidden = false
  for (const note of document.querySelectorAll('[data-passkey-missing]')) note.hidden = true
}
ready()
document.addEventListener('turbo:load', ready)
document.addEventListener('turbo:render', ready)

function ask(kind, options) {
  return kind === 'create'
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) })
}

const reasons = {
  NotAllowedError: 'No passkey was given: it was cancelled, or took too long. Try again.',
  InvalidStateError: 'This device has a passkey for your account already.',
}

const answerOf = (form) => form.elements[form.dataset.passkeyField ?? 'response']

const send = (form) => {
  form.dataset.passkeyAsked = ''
  form.requestSubmit()
}

async function fill(form) {
  const response = answerOf(form)
  for (const copy of form.querySelectorAll('[data-passkey-box]'))
    copy.value = document.getElementById(copy.dataset.passkeyBox).checked ? 'on' : ''
  const status = form.querySelector('[data-passkey-status]')
  form.setAttribute('aria-busy', 'true')
  status.textContent = ''
  try {
    const body = new URLSearchParams(new FormData(form))
    // It is still empty: on a page that asks for a confirmation it would count as a wrong one.
    body.delete(response.name)
    const answer = await fetch(form.dataset.passkeyOptions, { method: 'POST', body })
    const isJson = answer.headers.get('content-type')?.includes('json')
    if (answer.ok && isJson) {
      response.value = JSON.stringify(await ask(form.dataset.passkey, await answer.json()))
    }
    send(form)
  } catch (error) {
    status.textContent = reasons[error.name] ?? 'That did not work on this device. Try again, or use another way.'
  } finally {
    form.removeAttribute('aria-busy')
  }
}

document.addEventListener(
  'submit',
  (event) => {
    const form = event.target
    if (!form.dataset.passkey || !has || 'passkeyAsked' in form.dataset) return
    event.preventDefault()
    if (form.getAttribute('aria-busy') !== 'true') fill(form)
  },
  true,
)

// A passkey's response can be used only once.
document.addEventListener('turbo:submit-end', ({ target }) => {
  if (!target.dataset.passkey) return
  delete target.dataset.passkeyAsked
  answerOf(target).value = ''
})

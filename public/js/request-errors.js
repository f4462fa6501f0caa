// If a form could not be sent, its text stays and a note says what to do. Sending it again is safe: the form keeps its
// idempotency key.
function tell(text) {
  document.querySelector('.flash')?.remove()
  const note = document.createElement('p')
  note.className = 'flash flash--error'
  note.setAttribute('role', 'alert')
  note.dataset.turboTemporary = ''
  note.textContent = text
  document.getElementById('main').prepend(note)
}

document.addEventListener('turbo:fetch-request-error', (event) => {
  if (event.target.localName === 'form') tell('No connection to the desk. What you typed is still here: try again.')
})

document.addEventListener('turbo:before-fetch-response', (event) => {
  const { response } = event.detail.fetchResponse
  if (event.target.localName === 'form' && response.headers.has('x-drawn-for')) {
    event.preventDefault()
    return tell('Another account is logged in now. What you typed is still here: log in as yourself to send it.')
  }
  if (event.target.localName !== 'form' || (![413, 429].includes(response.status) && response.status < 500)) return
  event.preventDefault()
  const seconds = Number(response.headers.get('retry-after')) || 0
  const wait =
    seconds > 90 ? `in ${Math.ceil(seconds / 60)} minutes` : seconds > 0 ? `in ${seconds} seconds` : 'in a moment'
  if (response.status === 413)
    return tell('This is too long to be sent. What you typed is still here: make it shorter.')
  const reason = response.status === 429 ? 'That was a lot at once.' : 'Something went wrong on our side.'
  tell(`${reason} What you typed is still here: try again ${wait}.`)
})

// Announces to screen readers which page was loaded, that messages have arrived and what was done.
const voice = document.createElement('p')
voice.className = 'visually-hidden'
voice.setAttribute('role', 'status')
voice.dataset.local = voice.dataset.turboTemporary = ''
let visited = false
let saying = 0
let isAnswered = false // whether this page is the response to the reply box

const say = (text) => {
  voice.textContent = text
}

function inWords(fresh) {
  const lines = fresh.filter((one) => one.matches('.system'))
  const count = fresh.length - lines.length
  const messages = count === 0 ? [] : [count === 1 ? '1 new message.' : `${count} new messages.`]
  return [...messages, ...lines.map((line) => line.querySelector('bdi').textContent.trim())].join(' ')
}

/** The result of the reply box, if the page has no confirmation: the last message, or the line that a command has left. */
function outcome() {
  const last = [...document.querySelectorAll('.message, .system')].at(-1)
  if (!last) return '' // the login page, as after a session that ended
  if (last.matches('.system')) return inWords([last])
  return last.matches('.message--note') ? 'Your note is saved.' : 'Your message is sent.'
}

document.addEventListener('turbo:submit-end', ({ target, detail }) => {
  isAnswered = target.id === 'reply' && detail.success
})

document.addEventListener('turbo:load', () => {
  clearTimeout(saying)
  say('')
  document.body.prepend(voice) // at the end of the page it would make it one pixel longer
  // Browsers announce the title of the first page, but not of pages that Turbo loads. Text that is present when an
  // element appears is not announced.
  const note = document.getElementById('flash')?.innerText ?? (isAnswered ? outcome() : '')
  isAnswered = false
  if (visited) saying = setTimeout(say, 300, `${document.title}. ${note}`)
  visited = true
})

document.addEventListener('desk:done', ({ detail }) => say(detail)) // from a module, without a new page

document.addEventListener('desk:refreshed', ({ detail: { fresh } }) => {
  if (fresh.length > 0) say(inWords(fresh))
})

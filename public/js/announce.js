// Announces to screen readers which page was loaded, that messages have arrived and what was done.
const voice = document.createElement('p')
voice.className = 'visually-hidden'
voice.setAttribute('role', 'status')
voice.dataset.local = voice.dataset.turboTemporary = ''
let visited = false
let saying = 0
let isSent = false // whether the page answers what was written into its box

const say = (text) => {
  voice.textContent = text
}

function inWords(fresh) {
  const lines = fresh.filter((one) => one.matches('.system'))
  const count = fresh.length - lines.length
  const messages = count === 0 ? [] : [count === 1 ? '1 new message.' : `${count} new messages.`]
  return [...messages, ...lines.map((line) => line.querySelector('bdi').textContent.trim())].join(' ')
}

/** What the box has done, where no note says so: a command leaves a line. */
function outcome() {
  const last = [...document.querySelectorAll('.message, .system')].at(-1)
  if (!last) return '' // the login page, as after a session that ended
  if (last.matches('.system')) return inWords([last])
  return last.matches('.message--note') ? 'The note is saved.' : 'Sent.'
}

document.addEventListener('turbo:submit-end', ({ target, detail }) => {
  isSent = target.id === 'reply' && detail.success
})

document.addEventListener('turbo:load', () => {
  clearTimeout(saying)
  say('')
  document.body.prepend(voice) // at the end of the page it would make it one pixel longer
  // Browsers announce the title of the first page, but not of pages that Turbo loads. Text that is present when an
  // element appears is not announced.
  const note = document.getElementById('flash')?.innerText ?? (isSent ? outcome() : '')
  isSent = false
  if (visited) saying = setTimeout(say, 300, `${document.title}. ${note}`)
  visited = true
})

document.addEventListener('desk:done', ({ detail }) => say(detail)) // by a module, without another page

document.addEventListener('desk:refreshed', ({ detail: { fresh } }) => {
  if (fresh.length > 0) say(inWords(fresh))
})

// Says aloud, to those who listen instead of looking, which page has come and that messages came in.
const voice = document.createElement('p')
voice.className = 'visually-hidden'
voice.setAttribute('role', 'status')
voice.dataset.local = voice.dataset.turboTemporary = ''
let visited = false
let saying = 0

const say = (text) => {
  voice.textContent = text
}

document.addEventListener('turbo:load', () => {
  clearTimeout(saying)
  say('')
  document.body.prepend(voice) // at the end of the page it would make it one pixel longer
  // Where Turbo brings a page no browser says its title, as it does of the first. What is said as it appears is not heard.
  const note = document.getElementById('flash')?.innerText ?? ''
  if (visited) saying = setTimeout(say, 300, `${document.title}. ${note}`)
  visited = true
})

document.addEventListener('desk:refreshed', ({ detail: { fresh } }) => {
  if (fresh.length > 0) say(fresh.length === 1 ? '1 new message' : `${fresh.length} new messages`)
})

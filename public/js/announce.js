// Says aloud, to those who listen instead of looking, that messages came in.
const voice = document.createElement('p')
voice.className = 'visually-hidden'
voice.setAttribute('role', 'status')
voice.dataset.local = voice.dataset.turboTemporary = ''

document.addEventListener('turbo:load', () => {
  voice.textContent = ''
  document.body.prepend(voice) // at the end of the page it would make it one pixel longer
})

document.addEventListener('desk:refreshed', ({ detail: { fresh } }) => {
  if (fresh.length > 0) voice.textContent = fresh.length === 1 ? '1 new message' : `${fresh.length} new messages`
})

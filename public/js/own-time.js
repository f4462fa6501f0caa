// If the browser is in another time zone than the desk, a time's title also shows the person's local time.
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sept', 'Oct', 'Nov', 'Dec']
const two = (count) => String(count).padStart(2, '0')

/** In the server's format, so that the two can be compared. */
function ownClock(at) {
  const day = `${weekdays[at.getDay()]} ${at.getDate()} ${months[at.getMonth()]} ${at.getFullYear()}`
  return `${day}, ${two(at.getHours())}:${two(at.getMinutes())}`
}

document.addEventListener('pointerover', ({ target }) => {
  const time = target instanceof Element ? target.closest('time') : null
  if (!time?.dateTime.includes('T')) return
  const own = ownClock(new Date(time.dateTime))
  const shown = `${time.textContent} ${time.title}`
  if (!shown.includes(own)) time.title = [time.title, `Your time: ${own}`].filter(Boolean).join('\n')
})

// Touch screens have no hover: tapping the time of a message shows it in full.
document.addEventListener('click', (event) => {
  const when = matchMedia('(hover: none)').matches && event.target.closest('.message__when')
  if (!when) return
  event.preventDefault()
  when.toggleAttribute('data-full')
})

// Updates "3 minutes ago" to "4 minutes ago" while the page is open. The server writes into data-ago the words around
// the time, for when it is no longer "just now".
const units = { year: 31_536_000, month: 2_592_000, week: 604_800, day: 86_400, hour: 3_600, minute: 60 }

function inWords(seconds) {
  for (const [unit, length] of Object.entries(units)) {
    const count = Math.floor(seconds / length)
    if (count >= 1) return `${count} ${unit}${count === 1 ? '' : 's'}`
  }
  return null
}

setInterval(() => {
  if (document.hidden) return
  for (const time of document.querySelectorAll('time[data-ago]')) {
    const words = inWords((Date.now() - Date.parse(time.dateTime)) / 1000)
    const text = words && time.dataset.ago.replace('…', words)
    if (text && text !== time.textContent) time.textContent = text
  }
}, 60_000)

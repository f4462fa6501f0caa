// "3 minutes" becomes "4 minutes" while the page stays open. The words are those of the server.
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
    if (words && words !== time.textContent) time.textContent = words
  }
}, 60_000)

// The second click of a double click must not press another button that the first click has brought under the pointer:
// "Close" appears in place of "Claim", and the next ticket in place of one that was closed. A key held down likewise.
const within = 700 // milliseconds
const around = 8 // pixels
let last = null

const isSecond = (click) =>
  last !== null &&
  click.button !== last.button &&
  click.time - last.time < within &&
  Math.hypot(click.x - last.x, click.y - last.y) < around

document.addEventListener(
  'click',
  (event) => {
    if (!event.detail) return // from the keyboard or a script
    const button = event.target.closest('button:not([type="button"])')
    const click = { time: event.timeStamp, x: event.clientX, y: event.clientY, button }
    const ignored = button && isSecond(click)
    last = ignored ? { ...click, button: last.button } : click
    if (!ignored) return
    event.preventDefault()
    event.stopImmediatePropagation()
  },
  true,
)
// Who has typed since the last click has seen the page.
document.addEventListener('input', () => {
  last = null
})
document.addEventListener('keydown', (event) => {
  if (event.repeat && event.key === 'Enter' && event.target.closest('button')) event.preventDefault()
})

// The second click of a double click, or a key held down, does nothing on the page that the first has led to: where
// "Claim" was, "Close" is, and where one ticket was closed, the next can be.
const span = 700 // milliseconds
let last = null

const isSecond = (click) =>
  last !== null &&
  click.button !== last.button &&
  click.time - last.time < span &&
  Math.hypot(click.x - last.x, click.y - last.y) < 8

document.addEventListener(
  'click',
  (event) => {
    if (!event.detail) return // by a key, or a script
    const button = event.target.closest('button:not([type="button"])')
    const click = { time: event.timeStamp, x: event.clientX, y: event.clientY, button }
    const stays = button && isSecond(click)
    last = stays ? { ...click, button: last.button } : click
    if (!stays) return
    event.preventDefault()
    event.stopImmediatePropagation()
  },
  true,
)
document.addEventListener('input', () => {
  last = null
})
document.addEventListener('keydown', (event) => {
  if (event.repeat && event.key === 'Enter' && event.target.closest('button')) event.preventDefault()
})

// Where a page is scrolled to, and what is focused, when it appears.
let answered = '' // the page that an answer was just sent from
let sending = ''

const reply = () => document.querySelector('.reply')

// Elements scrolled into view, or focused, must not be covered by the title or the reply box (css/base.css).
const covers = { '--title': '.desk__head', '--reply': '.reply' }
const sizes = new ResizeObserver(measure)
function measure() {
  const { style } = document.documentElement
  for (const [name, selector] of Object.entries(covers)) {
    const cover = document.querySelector(selector)
    if (cover) style.setProperty(name, `${cover.offsetHeight}px`)
    else style.removeProperty(name)
  }
}

const inSight = ({ bottom }) => bottom <= Math.min(innerHeight, reply()?.getBoundingClientRect().top ?? innerHeight)

const firstError = () => document.querySelector('.error-summary, [aria-invalid], .reply__question')

function placeFocus() {
  if (firstError()) return firstError().focus()
  const conversation = document.getElementById('conversation')
  if (!conversation) return
  const box = document.querySelector('#reply textarea')
  if (answered && matchMedia('(hover: hover)').matches) box?.focus({ preventScroll: true })
  // Going on to the next ticket does not mark it as read.
  const firstUnread = answered === location.pathname ? null : document.getElementById('unread')
  answered = ''
  const target = firstUnread ?? conversation.lastElementChild
  if (location.hash || !target || inSight(target.getBoundingClientRect())) return
  target.scrollIntoView({ block: firstUnread ? 'start' : 'end', behavior: 'instant' })
}

document.addEventListener('turbo:submit-start', () => {
  sending = location.pathname
})
document.addEventListener('turbo:submit-end', ({ target, detail }) => {
  answered = target.id === 'reply' && detail.success ? sending : ''
})

// An action in the middle of a page keeps the scroll position (turbo-refresh-scroll in the layout) and the focus.
const controls = 'a, button, input, select, summary'
let left = null
document.addEventListener('turbo:submit-start', ({ target }) => {
  const used = target.contains(document.activeElement) ? document.activeElement : null
  const near = used?.closest('[id]')
  left = near && { href: location.href, id: near.id, name: nameOf(used), index: indexIn(near, used) }
})
const nameOf = (control) =>
  // Turbo has put other words on a button whose form is under way.
  control && control.localName + (control.dataset.turboSubmitsWith ?? control.textContent.trim())
const indexIn = (near, used) => [...near.querySelectorAll(controls)].indexOf(used)
function goOn() {
  const near = document.getElementById(left.id)
  const same = left.index < 0 ? near : near?.querySelectorAll(controls)[left.index]
  // In a row of a list the button that takes it back is in its place. Elsewhere another one may be there, for which
  // the next Enter is not meant; and if the focused control has gone, focus would jump to the top of the page.
  const next = same && (near.matches('li') || nameOf(same) === left.name) ? same : document.getElementById('main')
  if (matchMedia('(hover: hover)').matches) next.focus({ preventScroll: true })
}

// Going back restores the scroll position and focuses the link that was followed.
let restoring = false
const linksLeft = new Map()
const linksTo = (href) => [...document.querySelectorAll('main a')].filter((a) => a.getAttribute('href') === href)
document.addEventListener('focusin', ({ target }) => {
  if (!target.matches('main a')) return
  const href = target.getAttribute('href')
  linksLeft.set(location.href, { href, index: linksTo(href).indexOf(target) })
})
document.addEventListener('turbo:visit', ({ detail }) => {
  restoring = detail.action === 'restore'
})
document.addEventListener('turbo:load', () => {
  // On narrow screens tabs scroll sideways.
  const tab = document.querySelector('.tabs [aria-current]')
  if (tab) tab.parentElement.scrollLeft += tab.getBoundingClientRect().left - tab.parentElement.clientWidth / 4
  sizes.disconnect()
  for (const cover of document.querySelectorAll(Object.values(covers).join())) sizes.observe(cover)
  measure()
  const followed = restoring && linksLeft.get(location.href)
  if (followed) linksTo(followed.href)[followed.index]?.focus({ preventScroll: true })
  const stayed = left?.href === location.href && !firstError()
  if (stayed) goOn()
  if (!restoring && (answered || !stayed)) placeFocus()
  restoring = false
  left = null
})
// A refused form is answered in place: no page is loaded.
let refused = false
document.addEventListener('turbo:submit-end', ({ detail }) => {
  refused = !detail.success
})
document.addEventListener('turbo:render', () => {
  if (firstError()) firstError().focus()
  else if (refused && left) goOn()
  if (refused) left = null
  refused = false
})

// The page of one's passes at an event: shows the one that is looked at live, for as long as the page is looked at.
import { make } from './element.js'
import { keepAwake } from './keep-awake.js'
import { keepPage } from './kept-pages.js'
import { LiveView } from './pass/live-view.js'
import { watchPlaces } from './pass/places.js'
import { Showing } from './pass/showing.js'

/** Coming back so soon is no reason to void what is shown. */
const soon = 3000

export function start(main, signal) {
  const list = main.querySelector('.passes')
  const template = main.querySelector('#pass-live')
  keepPage().catch(() => {})
  if (!list || !template) return
  let live = null
  let hidden_at = 0

  const stop = () => {
    live?.controller.abort()
    live?.view.remove()
    live = null
  }
  const showPlace = (article) => {
    stop()
    const address = article.dataset.codes
    if (!address) return
    const controller = new AbortController()
    const view = new LiveView(article, template, { again: () => showing.begin(), left: openAnew })
    const showing = new Showing(address, view, controller.signal)
    const timer = setInterval(() => showing.tick(), 200)
    controller.signal.addEventListener('abort', () => clearInterval(timer))
    live = { article, controller, view, showing }
    showing.begin()
  }

  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.hidden) hidden_at = Date.now()
      else if (Date.now() - hidden_at > soon) live?.showing.begin()
      else live?.showing.renew()
    },
    { signal },
  )
  addEventListener('online', () => live?.showing.renew(), { signal })
  signal.addEventListener('abort', stop)
  keepAwake(signal)
  const go = watchPlaces(list, showPlace, signal)
  // What the server shows of it now counts, such as after the door has let somebody in. The next one is shown by a tap
  // alone: the phone is still held to the camera, and whom it is for may come later.
  const goOn = () => {
    if (!live || live.article.dataset.codes) return
    const { article } = live
    stop()
    const next = () => list.querySelector('[data-codes]')
    if (!next()) return
    const button = make('button', { className: 'button button--wide', type: 'button' }, 'Show the next place')
    button.dataset.local = ''
    button.addEventListener('click', () => {
      button.remove()
      go(next())
    })
    article.querySelector('.pass__head').after(button)
  }
  document.addEventListener('desk:refreshed', goOn, { signal })
}

let openedAnew = 0

/** Used, cancelled, handed over, or logged out: the server says it; but not again and again. */
function openAnew() {
  if (Date.now() - openedAnew < 10_000) return
  openedAnew = Date.now()
  window.Turbo.visit(location.href, { action: 'replace' })
}

// The page of one's passes at an event: shows the one that is looked at live, for as long as the page is looked at.
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
  // What the server shows of it now counts, such as after the door has let somebody in.
  document.addEventListener('desk:refreshed', () => !live?.article.dataset.codes && stop(), { signal })
  signal.addEventListener('abort', stop)
  keepAwake(signal)
  watchPlaces(list, showPlace, signal)
}

let openedAnew = 0

/** Used, cancelled, handed over, or logged out: the server says it; but not again and again. */
function openAnew() {
  if (Date.now() - openedAnew < 10_000) return
  openedAnew = Date.now()
  window.Turbo.visit(location.href, { action: 'replace' })
}

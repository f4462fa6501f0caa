// The page of a person's passes at an event: shows live codes of the pass in view while the page is visible.
import { make } from './element.js'
import { keepAwake } from './keep-awake.js'
import { keepPage } from './kept-pages.js'
import { LiveView } from './pass/live-view.js'
import { watchPlaces } from './pass/places.js'
import { Showing } from './pass/showing.js'

/** Milliseconds: after such a short absence the codes shown stay valid. */
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
    const view = new LiveView(article, template, { again: () => showing.begin(), left: refresh })
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
  // The pass's state on the server has changed, for example because the door has admitted somebody. The next pass is
  // only shown by a tap: the phone is still in front of the camera, and the next guest may come later.
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

/**
 * The pass was used, cancelled or handed over, or the session has ended: the refreshed page shows which. A new visit
 * would show the next pass at once.
 */
const refresh = () => document.dispatchEvent(new CustomEvent('desk:outdated'))

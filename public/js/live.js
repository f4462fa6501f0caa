// Keeps the page current. The stream only says "refresh": the page is then fetched with this person's own session and
// morphed in, so the stream reveals nothing. Without a stream the page stays as it was loaded.
let stream = null
let timer = 0
let again = 0 // after a refresh that failed
let retrying = 0
let version = {} // what the last refresh brought
let missed = false // whether something may have happened while no stream was open
let restored = false // whether the page is shown as it was when it was left
let fetched = performance.getEntriesByType('navigation')[0]?.responseStart ?? 0
const slow = 1000 // milliseconds from a page to its stream in which something may well have happened

function connect() {
  const address = document.hidden ? undefined : document.body.dataset.live
  if (stream?.address === address && stream?.readyState !== EventSource.CLOSED) return
  disconnect()
  if (!address) return
  stream = Object.assign(new EventSource(address), { address, opened: missed })
  missed = false
  stream.addEventListener('refresh', () => soon(pace() + Math.random() * 350)) // not every page at the same moment
  stream.addEventListener('ended', ({ target }) => {
    target.ended = true
    if (!sessionEnded()) soon(150) // the refresh is led to the login page, unless logging out does
  })
  // Too many pages are open. This one is not updated until it becomes visible again.
  stream.addEventListener('replaced', ({ target }) => target.close())
  stream.addEventListener('error', ({ target }) => {
    // A browser stops reconnecting if the response is no stream, for example while the database is down, or if told to
    // stop.
    if (target.readyState === EventSource.CLOSED && target === stream && !target.ended) retry()
  })
  stream.addEventListener('open', ({ target }) => {
    // After a reconnection, or a late connection, changes may have been missed.
    if (target.opened || performance.now() - fetched > slow) soon(150)
    target.opened = true
    target.ended = false
  })
}

/** @returns whether the page must not be replaced, because somebody is typing in it; js/session-ended.js tells them */
function sessionEnded() {
  return !document.dispatchEvent(new CustomEvent('desk:session-ended', { cancelable: true }))
}

const later = () => 3000 + Math.random() * 4000

function retry() {
  clearTimeout(retrying)
  retrying = setTimeout(() => {
    stream = null
    missed = true
    connect()
  }, later())
}

/** Milliseconds; pages with very many changes, such as one of many doors at an event, are refreshed less often. */
const pace = () => Number(document.querySelector('[data-live-pace]')?.dataset.livePace ?? 150)

function disconnect() {
  clearTimeout(retrying)
  clearTimeout(again)
  clearTimeout(timer)
  timer = 0
  stream?.close()
  stream = null
}

/** Further signals do not postpone a refresh that is due: otherwise a busy page would never be refreshed. */
function soon(delay) {
  if (timer && delay > 0) return
  clearTimeout(timer)
  timer = setTimeout(() => {
    timer = 0
    refresh()
  }, delay)
}

const navigating = () => document.querySelector('html[aria-busy="true"], form[aria-busy="true"]')
const scripts = (page) =>
  [...page.querySelectorAll('script[src]')].map((script) => script.getAttribute('src')).join() +
  page.body.dataset.module

async function refresh() {
  clearTimeout(again)
  if (document.hidden) return // a page nobody looks at must not mark its messages as read
  if (navigating()) return soon(300)
  const address = location.href
  fetched = performance.now()
  const headers = { accept: 'text/html', 'if-none-match': version.address === address ? version.name : '"none"' }
  const response = await fetch(address, { headers, cache: 'no-store' }).catch(() => null)
  if (address !== location.href) return
  if (!response || response.status >= 500 || response.status === 429) {
    again = setTimeout(refresh, later())
    return
  }
  if (navigating()) return soon(300)
  // A proxy's 404, as while the desk is restarted, has no such id.
  if (response.status === 404 && response.headers.has('x-request-id')) return location.reload()
  if (!response.ok) return
  const page = new DOMParser().parseFromString(await response.text(), 'text/html')
  if (response.redirected && page.body.dataset.account !== document.body.dataset.account)
    return sessionEnded() || location.assign(response.url)
  if (navigating()) return soon(300)
  if (address !== location.href) return
  // The server redirects if the content has moved to an address of its own, such as a new conversation.
  if (response.redirected) window.Turbo.navigator.history.replace(new URL(response.url))
  version = { address: location.href, name: response.headers.get('etag') ?? '"none"' }
  show(page)
}

const said = '.message, .system'
const rows = () => [...document.querySelectorAll('#main, .ticket__link')]

function show(page) {
  const known = new Set([...document.querySelectorAll(said)].map(({ id }) => id))
  const atEnd = isEndInSight()
  if (scripts(page) !== scripts(document) && !document.querySelector('form[data-in-use]')) return location.reload()
  document.title = page.title
  const row = document.activeElement?.closest('.ticket__link')
  const place = rows().indexOf(row)
  window.Turbo.morphBodyElements(document.body, document.adoptNode(page.body))
  // A ticket that left the list leaves the focus to the one that follows, and the last one to the page.
  if (row && !row.isConnected) (rows()[place] ?? rows().at(-1))?.focus({ preventScroll: true })
  const fresh = [...document.querySelectorAll(said)].filter(({ id }) => !known.has(id))
  document.dispatchEvent(new CustomEvent('desk:refreshed', { detail: { fresh, below: !atEnd } }))
  if (fresh.length > 0 && atEnd) showFresh(fresh[0], fresh.at(-1))
}

/** Whether the newest message is in view. On a phone other content is below it. */
function isEndInSight() {
  const end = document.getElementById('conversation')?.getBoundingClientRect().bottom
  // On a low screen the box is not in sight either.
  const edge = Math.min(innerHeight, document.querySelector('.reply')?.getBoundingClientRect().top ?? innerHeight)
  return end > 0 && end < edge + 120 && !document.querySelector('.desk__side :focus')
}

/** A long message is shown from its beginning. */
function showFresh(first, last) {
  const height = last.getBoundingClientRect().bottom - first.getBoundingClientRect().top
  if (height > innerHeight / 2) first.scrollIntoView({ block: 'start' })
  else last.scrollIntoView({ block: 'nearest' })
}

document.addEventListener('turbo:visit', ({ detail }) => {
  restored = detail.action === 'restore'
})
document.addEventListener('turbo:before-fetch-response', () => {
  fetched = performance.now()
  restored = false
})
document.addEventListener('turbo:load', () => {
  connect()
  if (restored && stream) soon(150)
  restored = false
})
document.addEventListener('desk:refreshed', connect)
document.addEventListener('desk:outdated', () => soon(0)) // a script knows of what no stream has told
// A background tab closes its stream: over HTTP/1.1 a browser has six connections for all tabs of a site.
document.addEventListener('visibilitychange', () => {
  connect()
  if (stream) soon(0)
})
addEventListener('pagehide', disconnect)
addEventListener('pageshow', (event) => {
  if (!event.persisted) return
  connect()
  if (stream) soon(0)
})

// The title of a background tab shows the number of unread items. A browser has six connections for all tabs of a site,
// so its background tabs share one stream: the tab that holds a lock opens it and tells the others through a channel.
const channel = globalThis.BroadcastChannel && navigator.locks ? new BroadcastChannel('unread') : null
let leading = null

const tell = (unread) => {
  const title = document.title.replace(/^\(\d+\+?\) /, '')
  document.title = unread ? `(${unread}) ${title}` : title
}

channel?.addEventListener('message', ({ data }) => document.hidden && tell(data))

async function look() {
  const response = await fetch('/notifications/count', { cache: 'no-store' }).catch(() => null)
  if (!response?.ok || response.redirected) return
  const { unread } = await response.json()
  if (document.hidden) tell(unread)
  channel.postMessage(unread)
}

/** Holds the lock until the tab is visible. After an error, retries in a minute. */
function lead(signal) {
  return new Promise((resolve) => {
    let stream = null
    let again = 0
    const open = () => {
      stream = new EventSource('/live?only=notifications')
      stream.addEventListener('open', look)
      stream.addEventListener('refresh', look)
      // The session has ended, or there are too many streams: the title does not change.
      for (const end of ['ended', 'replaced']) stream.addEventListener(end, ({ target }) => target.close())
      stream.addEventListener('error', ({ target }) => {
        if (target.readyState === EventSource.CLOSED) again = setTimeout(open, 60_000)
      })
    }
    signal.addEventListener('abort', () => {
      clearTimeout(again)
      stream.close()
      resolve()
    })
    open()
  })
}

function follow() {
  const wanted = document.hidden && document.body.dataset.live !== undefined
  if (!channel || wanted === (leading !== null)) return
  leading?.abort()
  leading = wanted ? new AbortController() : null
  if (!leading) return
  const { signal } = leading
  // The signal only cancels waiting for the lock; its holder ends by itself.
  navigator.locks.request('unread', { signal }, () => lead(signal)).catch(() => {})
}

document.addEventListener('visibilitychange', follow)
document.addEventListener('turbo:load', follow)
addEventListener('pagehide', () => {
  leading?.abort()
  leading = null
})

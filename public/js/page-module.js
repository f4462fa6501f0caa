// Starts the module that a page names and ends it when the page is left. A module's `start(main, signal)` may return a
// promise; what it opens (camera, timers, listeners) it closes when the signal aborts.
let running = null

function stopModule() {
  running?.controller.abort()
  running = null
}

async function startModule() {
  const address = document.body.dataset.module
  if (running?.address === address && running?.main.isConnected) return
  stopModule()
  if (!address) return
  const controller = new AbortController()
  const main = document.getElementById('main')
  running = { address, main, controller }
  const { start } = await import(address)
  if (!controller.signal.aborted) await start(main, controller.signal)
}

document.addEventListener('turbo:load', startModule)
// Before Turbo caches the page, and before it renders another one.
document.addEventListener('turbo:before-cache', stopModule)
document.addEventListener('turbo:before-render', stopModule)
addEventListener('pagehide', stopModule)
addEventListener('pageshow', ({ persisted }) => persisted && startModule())

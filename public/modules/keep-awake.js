/** Keeps the screen on while the page is visible; the browser releases the lock when it is hidden. */
export function keepAwake(signal) {
  if (!navigator.wakeLock) return
  let lock = null
  const take = async () => {
    if (document.hidden) return
    lock = await navigator.wakeLock.request('screen').catch(() => null)
    if (signal.aborted) lock?.release()
  }
  document.addEventListener('visibilitychange', take, { signal })
  signal.addEventListener('abort', () => lock?.release())
  take()
}

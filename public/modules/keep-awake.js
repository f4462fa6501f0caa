/** Keeps the screen lit while the page is looked at; the lock ends by itself when the page is hidden. */
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

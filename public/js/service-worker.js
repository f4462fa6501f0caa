// For whoever is logged in: what they keep on this device works without a network (sw.js). What another account has
// kept is deleted as soon as somebody is logged in who is not that account; who comes back finds it.
async function forgetOthers(account) {
  for (const name of await caches.keys())
    if (name.startsWith('page-') && !name.startsWith(`page-${account}:`)) await caches.delete(name)
  for (const { name } of await indexedDB.databases())
    if (name.startsWith('door-') && name !== `door-${account}`) indexedDB.deleteDatabase(name)
}

if (isSecureContext && navigator.serviceWorker) {
  document.addEventListener('turbo:load', () => {
    const { account } = document.body.dataset
    if (!account) return
    forgetOthers(account).catch(() => {}) // storage may be switched off
    navigator.serviceWorker.register('/sw.js').catch(() => {})
  })
}

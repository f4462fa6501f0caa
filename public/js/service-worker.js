// For whoever is logged in: what they keep on this device works without a network (sw.js). What another account has
// kept is deleted as soon as a page shows who is logged in now, or that nobody is.
async function forgetOthers() {
  if (document.body.dataset.module?.endsWith('/offline.js')) return
  const { account } = document.body.dataset
  for (const name of await caches.keys())
    if (name.startsWith('page-') && !name.startsWith(`page-${account}:`)) await caches.delete(name)
  for (const { name } of await indexedDB.databases())
    if (name.startsWith('door-') && name !== `door-${account}`) indexedDB.deleteDatabase(name)
}

if (isSecureContext && navigator.serviceWorker) {
  document.addEventListener('turbo:load', () => {
    forgetOthers().catch(() => {}) // storage may be switched off
    if (document.body.dataset.account) navigator.serviceWorker.register('/sw.js').catch(() => {})
  })
}

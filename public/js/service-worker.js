// What modules/kept-pages.js keeps: by themselves browsers list 250 files.
performance.setResourceTimingBufferSize(9999)

// For whoever is logged in: what they keep on this device works without a network (sw.js). What another account has
// kept is deleted as soon as somebody is logged in who is not that account, but for what its doors have not reported.
async function forgetOthers(account) {
  for (const name of await caches.keys())
    if (name.startsWith('page-') && !name.startsWith(`page-${account}:`)) await caches.delete(name)
  for (const { name } of await indexedDB.databases())
    if (name.startsWith('door-') && name !== `door-${account}`) forgetDoors(name)
}

function forgetDoors(name) {
  if (unsentOf(`${name.slice('door-'.length)}:`).length === 0) return indexedDB.deleteDatabase(name)
  indexedDB.open(name).onsuccess = ({ target: { result } }) => {
    for (const list of ['bundles', 'used']) result.transaction(list, 'readwrite').objectStore(list).clear()
    result.close()
  }
}

const unsentOf = (whom) => Object.keys(localStorage).filter((key) => key.startsWith(`unsent:${whom}`))

if (isSecureContext && navigator.serviceWorker) {
  document.addEventListener('turbo:load', () => {
    const { account } = document.body.dataset
    if (!account) return
    forgetOthers(account).catch(() => {}) // storage may be switched off
    navigator.serviceWorker.register('/sw.js').catch(() => {})
  })
}

// Whom a door has let in without a network is recorded once the page of any door is open and has one. Logging out
// deletes it.
document.addEventListener(
  'submit',
  (event) => {
    if (event.target.getAttribute('action') !== '/logout') return
    const unsent = unsentOf('')
    const count = unsent.reduce((sum, key) => sum + Number(localStorage.getItem(key)), 0)
    if (count === 0) return
    const who = count === 1 ? '1 person' : `${count} people`
    if (confirm(`A door has let in ${who} without a connection, which is lost if you log out now. Log out?`))
      for (const key of unsent) localStorage.removeItem(key)
    else {
      event.preventDefault()
      event.stopImmediatePropagation()
    }
  },
  { capture: true },
)

// modules/kept-pages.js reads this buffer to find a page's files; by default browsers list 250.
performance.setResourceTimingBufferSize(9999)

// For people who are logged in: pages stored on this device work without a network (sw.js). Pages of other accounts are
// deleted on login, except for admissions that its doors have not yet reported.
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

// Offline admissions are sent once the page of any door is open and online. These forms would delete them.
const deleting = {
  '/logout': 'if you log out now. Log out?',
  '/profile/deletion': 'if you delete your account on this device now. Delete it?',
}

document.addEventListener(
  'submit',
  (event) => {
    const action = event.target.getAttribute('action')
    if (!(action in deleting)) return
    const unsent = unsentOf('')
    const count = unsent.reduce((sum, key) => sum + Number(localStorage.getItem(key)), 0)
    if (count === 0) return
    const who = count === 1 ? '1 person' : `${count} people`
    if (!confirm(`A door has let in ${who} without a connection; the record of it is lost ${deleting[action]}`)) {
      event.preventDefault()
      event.stopImmediatePropagation()
      // A deletion may be refused, and else clears all storage.
    } else if (action === '/logout') for (const key of unsent) localStorage.removeItem(key)
  },
  { capture: true },
)

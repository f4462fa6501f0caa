// The service worker; `version` and `shell` are defined before this text (src/platform/settings/web-app.ts). Pages are
// loaded from the network; without one, from the page's own copy (modules/kept-pages.js), else the offline page is
// shown.
const shellCache = `shell-${version}`
const offline = '/offline'
/** Milliseconds. */
const patience = 8000
/** Their addresses change with their content. */
const isKept = /^\/(assets|site|profile-icons)\/|^\/theme\.css$/

addEventListener('install', (event) => {
  event.waitUntil(fill())
  skipWaiting()
})

async function fill() {
  const cache = await caches.open(shellCache)
  // With cookies it would be the page of whoever is logged in.
  const page = await fetch(offline, { credentials: 'omit', cache: 'no-store' })
  await Promise.all([cache.put(offline, page), cache.addAll(shell)])
}

addEventListener('activate', (event) => event.waitUntil(activate()))

async function activate() {
  await registration.navigationPreload?.enable()
  await deleteCaches((name) => name.startsWith('shell-') && name !== shellCache)
  await clients.claim()
}

async function deleteCaches(isGone) {
  const names = await caches.keys()
  await Promise.all(names.filter(isGone).map((name) => caches.delete(name)))
}

addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (origin !== location.origin) return
  if (request.method === 'POST' && pathname === '/logout') event.waitUntil(forgetPerson())
  // Turbo's visits are no navigations: a failed refresh of an open page must fail, not load the offline page.
  if (request.mode === 'navigate') event.respondWith(page(event))
  else if (request.method !== 'GET') return
  else if (request.headers.has('x-turbo-request-id')) event.respondWith(page(event))
  else if (isKept.test(pathname)) event.respondWith(asset(request))
})

async function page({ request, preloadResponse }) {
  const kept = request.method === 'GET' ? await findKept(request) : undefined
  const answer = fromNetwork(request, preloadResponse)
  try {
    return await (kept ? useful(answer) : answer)
  } catch {
    return kept ?? (await caches.match(offline))
  }
}

const findKept = (request) => caches.match(request, { ignoreSearch: true, ignoreVary: true }).catch(() => undefined)

const fromNetwork = async (request, preloaded) => (await preloaded) ?? fetch(request)

/** On a broken network a browser waits for minutes, and a restarting server, or its proxy, responds with an error. */
async function useful(answer) {
  const { status, headers } = await Promise.race([answer, new Promise((_, reject) => setTimeout(reject, patience))])
  const isPage = status < 400 || (status < 500 && headers.has('x-request-id'))
  return isPage ? answer : Promise.reject(status)
}

const asset = async (request) => (await caches.match(request, { ignoreVary: true })) ?? fetch(request)

/** The device may be shared: logging out deletes everything of the account. */
async function forgetPerson() {
  await deleteCaches((name) => name.startsWith('page-'))
  for (const { name } of await indexedDB.databases()) if (name.startsWith('door-')) indexedDB.deleteDatabase(name)
}

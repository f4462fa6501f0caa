// Pages that work without a network: each in a cache of its own, with all that it needs, named for its account.
const mostPages = 8
const isStatic = /^\/(assets|site|profile-icons)\/|^\/theme\.css$/

const prefixOf = (account) => `page-${account}:`
const nameOf = (account, path) => `${prefixOf(account)}${path}`

/** Keeps this page as the server renders it now. */
export async function keepPage(addresses = []) {
  const { account } = document.body.dataset
  if (!globalThis.caches || !account || !navigator.onLine) return
  const { pathname } = location
  const page = await fetch(pathname, { cache: 'no-store' })
  if (!page.ok || page.redirected) return forgetPage(pathname)
  const files = performance.getEntriesByType('resource').map((entry) => new URL(entry.name))
  const needed = files.filter(({ origin, pathname }) => origin === location.origin && isStatic.test(pathname))
  await forgetPage(pathname)
  const cache = await caches.open(nameOf(account, pathname))
  await cache.addAll([...new Set([...needed.map(String), ...addresses.map(String)])])
  await cache.put(pathname, page)
  const kept = (await caches.keys()).filter((name) => name.startsWith(prefixOf(account)))
  for (const name of kept.slice(0, -mostPages)) await caches.delete(name)
}

export const forgetPage = (path) => caches.delete(nameOf(document.body.dataset.account, path))

/** Where the kept pages are, and what they are called. */
export async function listKeptPages() {
  const names = (await caches.keys()).filter((name) => name.startsWith('page-'))
  const pages = names.map(async (name) => {
    const path = name.slice(name.indexOf(':') + 1)
    const answer = await (await caches.open(name)).match(path)
    if (!answer) return null
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    const title = page.title.trim().replace(/^\(\d+\+?\) /, '')
    return { path, title: title.slice(0, title.lastIndexOf(' · ')) }
  })
  return (await Promise.all(pages)).filter((page) => page !== null)
}

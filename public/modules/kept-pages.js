// Stores pages for use without a network: each in a cache of its own, with all its files, named for its account.
const mostPages = 8
const isStatic = /^\/(assets|site|profile-icons)\/|^\/theme\.css$/

const prefixOf = (account) => `page-${account}:`
const nameOf = (account, path) => `${prefixOf(account)}${path}`

/** The addresses of assets, which change with the version of the program. */
const versionOf = (page) =>
  [...page.querySelectorAll('[data-turbo-track="reload"]')]
    .map((file) => file.getAttribute('src') ?? file.getAttribute('href'))
    .concat(page.body.dataset.module)
    .join()

/** Stores this page as the server renders it now. The earlier copy stays until all files have been fetched. */
export async function keepPage(addresses = []) {
  const { account } = document.body.dataset
  if (!globalThis.caches || !account || !navigator.onLine) return
  const { pathname } = location
  const page = await fetch(pathname, { cache: 'no-store' })
  // An error of a restarting server, of a proxy before it, or of a rate limit, says nothing about the page.
  const isFromDesk = page.ok || page.headers.has('x-request-id')
  if (page.status === 429 || page.status >= 500 || !isFromDesk) return
  if (!page.ok || page.redirected) return forgetPage(pathname)
  const text = await page.clone().text()
  // The open page has loaded only the files of its own version.
  if (versionOf(new DOMParser().parseFromString(text, 'text/html')) !== versionOf(document)) return
  const files = performance.getEntriesByType('resource').map((entry) => new URL(entry.name))
  const needed = files.filter(({ origin, pathname }) => origin === location.origin && isStatic.test(pathname))
  const names = [...new Set([...needed.map(String), ...addresses.map(String)])]
  const answers = await Promise.all(names.map(async (name) => [name, await fetch(name)]))
  await forgetPage(pathname)
  const cache = await caches.open(nameOf(account, pathname))
  // A picture may have been deleted since.
  for (const [name, answer] of answers) if (answer.ok) await cache.put(name, answer)
  await cache.put(pathname, page)
  const kept = (await caches.keys()).filter((name) => name.startsWith(prefixOf(account)))
  for (const name of kept.slice(0, -mostPages)) await caches.delete(name)
}

export const forgetPage = (path) => caches.delete(nameOf(document.body.dataset.account, path))

/** The addresses and titles of the stored pages. */
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

import { assistantName, customerName, customersAt, longTickets } from './desk.ts'
import { password } from './settings.ts'
import { captureHeader, finishedPage, twinOfApi, twinOfPage } from './twins.ts'

export type Headers = Record<string, string>

export interface Shot {
  method: 'GET' | 'POST' | 'PATCH'
  path: string
  headers: Headers
  body?: string
}

/** What to measure: the requests sent in turn, and their bare twins. */
export interface Target {
  name: string
  label: string
  isPage: boolean
  real: Shot[]
  bare: Shot[]
  /** The same pages, rendered in advance; none for the API. */
  finished: Shot[]
}

const browser: Headers = {
  accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
  'accept-encoding': 'gzip, deflate, br, zstd',
  'accept-language': 'en-GB,en;q=0.9',
  'sec-fetch-dest': 'document',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-site': 'same-origin',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
}
export const program: Headers = {
  accept: 'application/json',
  'accept-encoding': 'gzip, deflate, br',
  'content-type': 'application/json',
}

const pageShots = 20
const creators = 16

export async function logInToPages(url: string, login = assistantName): Promise<Headers> {
  const headers = { ...browser, 'content-type': 'application/x-www-form-urlencoded' }
  const body = new URLSearchParams({ login, password }).toString()
  const answer = await fetch(`${url}/login`, { method: 'POST', headers, body, redirect: 'manual' })
  const cookie = answer.headers.getSetCookie().find((cookie) => /^(__Host-)?session=/.test(cookie))
  if (!cookie) throw new Error(`the login page answers with status ${answer.status}`)
  return { ...browser, cookie: cookie.split(';', 1)[0] as string }
}

export async function logInToApi(url: string, login: string): Promise<Headers> {
  const answer = await fetch(`${url}/api/v1/sessions`, {
    method: 'POST',
    headers: program,
    body: JSON.stringify({ login, password }),
  })
  const { access_token } = (await answer.json()) as { access_token?: string }
  if (!access_token) throw new Error(`the API's login answers with status ${answer.status}`)
  return { ...program, authorization: `Bearer ${access_token}` }
}

/** Lists by one filter or several, in every order; each fills its page on the smallest desk too. */
const filteredLists = [
  'status=any&priority=high',
  'status=any&tag=ballet',
  'status=any&assistant=me',
  'status=any&from=2025-01-01&to=2025-03-31',
  'status=any&waiting_on=customer&sort=updated',
  'status=closed&tag=refund&sort=oldest',
  'status=closed&priority=normal&tag=shoes&sort=newest',
  'status=closed&assistant=me&priority=normal&sort=closed',
]

export const searches = ['parking', 'shoes', 'refund', 'recital', 'trial class', 'costume fitting', 'ballet saturday']

/** Everything to measure on a desk of this size, with its twins captured and compared. */
export async function findTargets(url: string, size: number): Promise<Target[]> {
  const visitor = await logInToPages(url)
  // Concurrent searches of one account are limited.
  const searchers = await Promise.all(searches.map((_, n) => logInToPages(url, `assistant${n + 1}`)))
  const client = await logInToApi(url, assistantName)
  const get = (path: string, headers: Headers): Shot => ({ method: 'GET', path, headers })
  const page = (name: string, label: string, paths: string[], visitors = [visitor]) =>
    pageTarget(
      name,
      label,
      paths.map((path, n) => get(path, visitors[n % visitors.length] as Headers)),
    )
  const tickets = longTickets(size, pageShots)
  const create = { method: 'POST', path: '/api/v1/tickets', headers: client, body: JSON.stringify(newTicket) } as const
  const customers = await Promise.all(creatorNames(size).map((name) => logInToApi(url, name)))
  return [
    page('home', 'assistant home', ['/home']),
    page('list', 'ticket list', [
      '/tickets',
      '/tickets?queue=closed',
      await nextPage(url, '/tickets?queue=closed', visitor),
    ]),
    page(
      'filtered',
      'filtered list',
      filteredLists.map((query) => `/tickets?${query}`),
    ),
    page(
      'search',
      'search page',
      searches.map((words) => `/tickets?q=${encodeURIComponent(words)}`),
      searchers,
    ),
    page(
      'ticket',
      'ticket, 50 messages',
      tickets.map((id) => `/tickets/${id}`),
    ),
    apiTarget(
      'read',
      'API read',
      tickets.map((id) => get(`/api/v1/tickets/${id}`, client)),
    ),
    apiTarget(
      'create',
      'API create',
      customers.map((headers) => ({ ...create, headers })),
    ),
  ]
}

const newTicket = {
  title: 'Which shoes for the first class?',
  message: 'Hello, my daughter starts on **Tuesday**. Which shoes does she need, and where do we get them?',
}

const creatorNames = (size: number) =>
  Array.from({ length: creators }, (_, n) => customerName(1 + Math.floor((n * customersAt(size)) / creators)))

async function nextPage(url: string, path: string, headers: Headers): Promise<string> {
  const html = await (await fetch(url + path, { headers })).text()
  const next = /href="(\/tickets\?[^"]*cursor=[^"]*)"/.exec(html)?.[1]
  if (!next) throw new Error(`${path} has no next page`)
  return next.replaceAll('&amp;', '&')
}

function pageTarget(name: string, label: string, real: Shot[]): Target {
  const bare = real.map(({ headers }, n) => {
    // The same number of bytes as the real cookie, but no session.
    const cookie = headers.cookie?.replace(/^[^=]+/, (name) => 'x'.repeat(name.length)) ?? ''
    return { method: 'GET', path: twinOfPage(`${name}-${n}`), headers: { ...headers, cookie } } as const
  })
  const finished = bare.map((shot, n) => ({ ...shot, path: finishedPage(`${name}-${n}`) }))
  return { name, label, isPage: true, real, bare, finished }
}

function apiTarget(name: string, label: string, real: Shot[]): Target {
  const bare = real.map(({ headers: { authorization: _, ...headers }, ...shot }, n) => ({
    ...shot,
    path: twinOfApi(`${name}-${n}`),
    headers,
  }))
  return { name, label, isPage: false, real, bare, finished: [] }
}

/** Captures the twins, after a first visit that leaves nothing unread, and checks that they are equal. */
export async function captureTwins(url: string, targets: Target[]): Promise<void> {
  for (const { real } of targets.filter(({ isPage }) => isPage)) for (const shot of real) await send(url, shot)
  for (const { name, isPage, real, bare } of targets) {
    for (const [n, shot] of real.entries()) {
      const shown = await send(url, { ...shot, headers: { ...shot.headers, [captureHeader]: `${name}-${n}` } })
      const twin = await send(url, bare[n] as Shot)
      if (isPage && comparable(shown) !== comparable(twin))
        throw new Error(`the bare twin of ${shot.path} is another page`)
    }
  }
}

export async function send(url: string, { path, ...shot }: Shot): Promise<string> {
  const answer = await fetch(url + path, shot)
  if (!answer.ok) throw new Error(`${shot.method} ${path} is answered with status ${answer.status}`)
  return answer.text()
}

/** Removes what differs between two requests: idempotency keys and relative times. */
const comparable = (html: string) =>
  html.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, '').replace(/<time.*?<\/time>/gs, '')

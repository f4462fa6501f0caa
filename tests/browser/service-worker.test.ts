import { readFileSync } from 'node:fs'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'

// Where the service worker takes pages from, without a browser.

const source = readFileSync(new URL('../../public/sw.js', import.meta.url), 'utf8')

/** @param kept pages by their paths @param fetch the network */
function startWorker(kept: Record<string, string>, fetch: () => Promise<unknown>) {
  const listeners: Record<string, (event: object) => void> = {}
  runInNewContext(source, {
    ...{ version: '1', shell: [], location: new URL('http://desk.test/sw.js'), URL, setTimeout, fetch },
    addEventListener: (type: string, listener: (event: object) => void) => {
      listeners[type] = listener
    },
    caches: {
      match: async (wanted: { url: string } | string) => kept[typeof wanted === 'string' ? wanted : wanted.url],
    },
  })
  /** The response to a navigation to an address. */
  return (url: string, method = 'GET') => {
    const answers: unknown[] = []
    const request = { url, method, mode: 'navigate' }
    listeners.fetch?.({ request, respondWith: (answer: unknown) => answers.push(answer) })
    return answers[0]
  }
}

const address = 'http://desk.test/passes/1'
const pages = { [address]: 'kept', '/offline': 'You are offline' }
const silent = () => new Promise(() => {})
const broken = () => Promise.reject(new TypeError('no network'))

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('a page that is kept is shown soon where the network is there and silent', async () => {
  const shown = startWorker(pages, silent)(address)
  await vi.advanceTimersByTimeAsync(8000)
  expect(await shown).toBe('kept')
})

test('a page that answers in time is shown as it is now', async () => {
  const now = { status: 200 }
  const shown = startWorker(pages, () => new Promise((resolve) => setTimeout(resolve, 5000, now)))(address)
  await vi.advanceTimersByTimeAsync(8000)
  expect(await shown).toBe(now)
})

test('a page that is kept is shown where the server is not there for a moment', async () => {
  const failing = async () => ({ status: 503 })
  expect(await startWorker(pages, failing)(address)).toBe('kept')
  const notFound = (headers: object) => async () => ({ status: 404, headers: new Headers({ ...headers }) })
  expect(await startWorker(pages, notFound({}))(address), 'to a proxy').toBe('kept')
  expect(await startWorker(pages, notFound({ 'x-request-id': '1' }))(address)).toMatchObject({ status: 404 })
  expect(await startWorker(pages, failing)('http://desk.test/tickets')).toEqual({ status: 503 })
})

test.each([
  ['a page that is kept', address, 'GET', 'kept'],
  ['one that is not', 'http://desk.test/tickets', 'GET', 'You are offline'],
  ['a form that was sent', address, 'POST', 'You are offline'],
])('without a network %s is answered at once', async (_, url, method, shown) => {
  expect(await startWorker(pages, broken)(url, method)).toBe(shown)
})

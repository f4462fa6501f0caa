import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { getJson, NoAnswer, postForm } from '../../public/modules/post.js'

// How long the scripts of pages wait for the server, without a browser.

const json = { headers: { 'content-type': 'application/json' } }

/** A server that sends the beginning and the rest of its answer when the test says so. */
function startServer() {
  const server = { begin: () => {}, end: () => {} }
  vi.stubGlobal('fetch', (_address: string, { signal }: RequestInit) => {
    const body = new ReadableStream({
      start(stream) {
        signal?.addEventListener('abort', () => stream.error(signal.reason))
        server.end = () => {
          stream.enqueue(new TextEncoder().encode('{"there":true}'))
          stream.close()
        }
      },
    })
    return new Promise((resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason))
      server.begin = () => resolve(new Response(body, json))
    })
  })
  return server
}

beforeEach(() => {
  vi.useFakeTimers({ now: 0 })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a list that comes slowly is waited for, and its time is that at which it began', async () => {
  const server = startServer()
  const answer = getJson('/doors/1/bundle')
  await vi.advanceTimersByTimeAsync(6000)
  server.begin()
  await vi.advanceTimersByTimeAsync(50_000)
  server.end()
  expect(await answer).toEqual({ status: 200, body: { there: true }, at: 3000 })
  expect(vi.getTimerCount()).toBe(0)
})

test.each([
  ['a list that does not begin', 9000, false, () => getJson('/doors/1/bundle')],
  ['a list that stops', 61_000, true, () => getJson('/doors/1/bundle')],
  ['an answer to somebody who waits at a door', 4001, true, () => postForm('/doors/1/checks', {}, { timeout: 4000 })],
] as const)('%s is given up', async (_, time, begins, ask) => {
  const server = startServer()
  const answer = ask().catch((error: unknown) => error)
  if (begins) server.begin()
  await vi.advanceTimersByTimeAsync(time)
  expect(await answer).toBeInstanceOf(NoAnswer)
})

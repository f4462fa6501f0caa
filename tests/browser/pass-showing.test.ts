import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { Showing } from '../../public/modules/pass/showing.js'

// What the page of a pass does about its codes, without a browser: each tick is one look of the page at the clock.

const slot = 15_000
const start = Date.parse('2026-11-21T20:00:00.000Z')

const codes = (showing: number) => {
  const now = Date.now()
  const first = Math.floor(now / slot) * slot
  const times = Array.from({ length: 12 }, (_, n) => first + n * slot)
  const iso = (at: number) => new Date(at).toISOString()
  return Response.json({
    ...{ showing, now: iso(now) },
    codes: times.map((from) => ({ text: `${showing} ${from}`, from: iso(from), until: iso(from + slot) })),
    liveness: [{ from: iso(first), colour: 'red', word: 'piano' }],
  })
}
const refusal = (status: number, code: string, detail: string) => Response.json({ code, detail }, { status })

type Answer = (showing: string | null) => Response | Promise<Response>

function startShowing(first: Answer) {
  const shown: [state: string, details: { code?: { text: string }; reason?: string }][] = []
  const asked: (string | null)[] = []
  const server = { answer: first }
  vi.stubGlobal('fetch', async (_address: string, { body }: { body: URLSearchParams }) => {
    asked.push(body.get('showing'))
    return server.answer(body.get('showing'))
  })
  const ended = new AbortController()
  onTestFinished(() => ended.abort())
  const view = { show: (state: string, details = {}) => void shown.push([state, details]), left: () => false }
  const showing = new Showing('/passes/1/codes', view, ended.signal)
  /** Advances the clock, and waits for the answers to all requests. */
  const later = async (time: number) => {
    vi.setSystemTime(Date.now() + time)
    showing.tick()
    await new Promise((resolve) => setImmediate(resolve))
    showing.tick()
  }
  return { showing, shown, asked, server, later, last: () => shown.at(-1) }
}

const noNetwork: Answer = () => {
  throw new TypeError('no network')
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: start })
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

test('a page whose codes have run out asks again by itself, even if the browser has noticed no change of the network', async () => {
  const { showing, server, later, last } = startShowing(() => codes(1))
  await showing.begin()
  expect(last()?.[0]).toBe('live')
  server.answer = noNetwork
  await later(slot)
  expect(last()?.[0]).toBe('offline')
  await later(12 * slot)
  expect(last()?.[0]).toBe('ended')
  server.answer = () => codes(1)
  await later(slot)
  expect(last()?.[0]).toBe('live')
})

test('a page that was opened without a network does so too, and never asks twice at once', async () => {
  const { showing, server, asked, later, last } = startShowing(noNetwork)
  await showing.begin()
  for (let n = 0; n < 9; n++) await later(1000)
  expect(asked).toHaveLength(1)
  expect(last()?.[0]).toBe('ended')
  server.answer = () => codes(1)
  await later(1000)
  expect(last()?.[0]).toBe('live')
})

test('a pass that was shown too often says so, and is shown once it may be', async () => {
  const sentence = 'That was tried too often. Please wait 3 minutes and try again.'
  const { showing, server, later, last } = startShowing(() => refusal(429, 'too_many_requests', sentence))
  await showing.begin()
  expect(last()).toMatchObject(['limited', { reason: sentence }])
  server.answer = () => codes(1)
  await later(slot)
  expect(last()?.[0]).toBe('live')
})

test('what was shown elsewhere is taken back by a person alone', async () => {
  const { showing, server, asked, later, last } = startShowing(() => codes(1))
  await showing.begin()
  server.answer = (own) => (own ? refusal(409, 'showing_superseded', 'Shown elsewhere.') : codes(2))
  await later(slot)
  expect(last()?.[0]).toBe('elsewhere')
  // As when the network is back.
  await showing.renew()
  await later(slot)
  expect(asked).toEqual([null, '1'])
  expect(last()?.[0]).toBe('elsewhere')
  await showing.begin()
  expect(last()).toMatchObject(['live', { code: { text: expect.stringMatching(/^2 /) } }])
})

test('a page that got no answer to its own showing shows the pass again by itself', async () => {
  const { showing, server, later, last } = startShowing(() => codes(1))
  await showing.begin()
  // The server begins a new showing, and its answer is lost.
  server.answer = (own) => (own ? refusal(409, 'showing_superseded', 'Shown elsewhere.') : noNetwork(own))
  await showing.begin()
  expect(last()?.[0]).toBe('starting')
  server.answer = () => codes(3)
  await later(10_000)
  expect(last()).toMatchObject(['live', { code: { text: expect.stringMatching(/^3 /) } }])
})

test.each([
  ['renewed', () => codes(1)],
  ['refused', () => refusal(409, 'showing_superseded', 'Shown elsewhere.')],
])('what is asked of a showing beside the next one changes nothing where it is %s late', async (_, old) => {
  for (const isLast of [true, false]) {
    const { showing, server, later, last } = startShowing(() => codes(1))
    await showing.begin()
    const answers: (() => void)[] = []
    server.answer = (own) => new Promise((resolve) => answers.push(() => resolve(own ? old() : codes(2))))
    const both = [showing.begin(), showing.renew()]
    for (const answer of isLast ? answers : answers.reverse()) {
      answer()
      await later(0)
      expect(last()?.[0]).not.toBe('elsewhere')
    }
    await Promise.all(both)
    server.answer = () => codes(2)
    // It asks again by itself when the codes have run out.
    for (const time of [0, 12 * slot, 0]) await later(time)
    expect(last()).toMatchObject(['live', { code: { text: expect.stringMatching(/^2 /) } }])
  }
})

import type { Page } from 'playwright-core'
import { describe, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { live, visit } from './visits.ts'

interface Load {
  requests: string[]
  /** Bytes over the network, with headers and without what came from the cache. */
  bytes: number
  html: number
}

/** Opens a page and counts the bytes until the network is idle; the live stream stays open. */
async function weigh(page: Page, path: string): Promise<Load> {
  const network = await page.context().newCDPSession(page)
  await network.send('Network.enable')
  const [sent, cached] = [new Map<string, string>(), new Set<string>()]
  const received = new Map<string, number>()
  network.on('Network.requestWillBeSent', ({ requestId, request }) =>
    sent.set(requestId, new URL(request.url).pathname),
  )
  network.on('Network.requestServedFromCache', ({ requestId }) => cached.add(requestId))
  network.on('Network.responseReceived', ({ requestId, response }) => {
    if (response.fromDiskCache) cached.add(requestId)
    received.set(requestId, response.encodedDataLength)
  })
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) =>
    received.set(requestId, encodedDataLength),
  )
  await live(page, () => page.goto(path, { waitUntil: 'load' }))
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())))
  await network.detach()

  const fetched = [...sent].filter(([id]) => !cached.has(id))
  const weight = (id: string) => received.get(id) ?? 0
  return {
    requests: fetched.map(([, address]) => address),
    bytes: fetched.reduce((sum, [id]) => sum + weight(id), 0),
    html: fetched.reduce((sum, [id, address]) => sum + (address === path ? weight(id) : 0), 0),
  }
}

const prose =
  'Thank you for writing! The beginners meet on *Thursdays* at 18:30 in room 2, see the [timetable](https://example.org).'

describe('the ticket page with ten messages', async () => {
  const [world, browser] = [await startApp(), await openBrowser()]
  const [kim, anna] = [await join(world, 'kim'), await join(world, 'anna', 'assistant')]
  const path = `/tickets/${await ticketOf(world, kim)}`
  await anna.api.post(`${path}/claim`, { expected_assistant_id: null })
  for (let count = 0; count < 9; count++) {
    await (count % 2 ? kim : anna).api.post(`${path}/messages`, { message: `${count}: ${prose} ${prose}` })
  }

  test.for(['kim', 'anna'])('is light at first, and hardly anything afterwards, for %s', async (name, { expect }) => {
    const { page, faults } = await visit(browser, world, name === 'kim' ? kim : anna)
    const cold = await weigh(page, path)
    console.log(`${name}: ${cold.requests.length} requests, ${cold.bytes} bytes, of them HTML ${cold.html}`)
    expect(await page.locator('.message').count()).toBe(10)
    expect(cold.requests).toEqual(expect.arrayContaining([path, '/live']))
    expect(cold.requests.length).toBeLessThanOrEqual(12)
    expect(cold.bytes).toBeLessThanOrEqual(90_000)
    expect(cold.html).toBeGreaterThan(1000)
    expect(cold.html).toBeLessThanOrEqual(15_000)

    const warm = await weigh(page, path)
    expect(warm.requests.sort()).toEqual(['/live', path].sort())
    expect(warm.bytes).toBeLessThanOrEqual(cold.html + 2000)
    expect(faults).toEqual([])
  })
})

import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import express, { type Response } from 'express'
import { expect, test } from 'vitest'
import { beginEvents } from '#platform/live/event-stream.ts'

test('a client that does not read loses its connection before much waits for it', async () => {
  const app = express()
  const begun = new Promise<Response>((resolve) => app.get('/', (_req, res) => resolve(res)))
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1')
  client.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n')
  client.pause().on('error', () => {})
  const res = await begun
  const stream = beginEvents(res)
  const closed = once(res, 'close')
  let waiting = 0
  // The kernel buffers a few megabytes for a client that does not read.
  for (let n = 0; n < 1_000_000 && !res.destroyed; n += 1) {
    stream.send('refresh')
    waiting = Math.max(waiting, res.writableLength)
    if (n % 100 === 0) await new Promise(setImmediate)
  }
  await closed
  expect(waiting).toBeLessThan(17_000)
  client.destroy()
  server.close()
})

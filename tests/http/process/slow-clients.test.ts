import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { allowUpload, createHttpServer } from '#platform/http/server.ts'
import { createApp } from '../../../src/app.ts'
import { multipartType } from '../../hostile/raw-request.ts'
import { join } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'

/** Limits far enough from the tenth of a second between timely chunks for a busy machine. */
const times = { headers: 1500, silence: 1500, body: 2000, upload: 60_000, stall: 2500, keepAlive: 20_000, check: 50 }
const drip = 100

const seen: string[] = []
const app: RequestListener = async (req, res) => {
  if (req.url === '/file') allowUpload(req)
  res.once('close', () => seen.push(`${req.url} ${res.writableFinished ? 'answered' : 'broke off'}`))
  if (req.url === '/large') return void res.end(Buffer.alloc(50_000_000))
  let size = 0
  try {
    for await (const chunk of req) size += chunk.length
  } catch {
    return
  }
  if (req.url === '/thinking') await pause(times.silence + 400)
  if (!res.headersSent) res.end(`${size} bytes`)
}
async function listen(app: RequestListener) {
  const server = createHttpServer(app, times).listen(0, '127.0.0.1')
  await once(server, 'listening')
  afterAll(() => {
    server.close()
    server.closeAllConnections()
  })
  return server
}
const server = await listen(app)
const world = await startApp()
const desk = await listen(createApp(world.ctx))
const { token } = await join(world, 'kim')

/** A connection, and everything received until the server closes it. */
function open(first = '', at = server): { socket: Socket; heard: Promise<string> } {
  const socket = connect((at.address() as AddressInfo).port, '127.0.0.1')
  let text = ''
  socket.setEncoding('utf8').on('data', (more) => (text += more))
  socket.on('error', () => {})
  if (first) socket.write(first)
  // A client that goes on writing may get a reset after the answer.
  return { socket, heard: new Promise((resolve) => socket.once('close', () => resolve(text))) }
}

const post = (path: string, length: number) =>
  `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n`

async function trickle(socket: Socket, pieces: number): Promise<void> {
  for (let n = 0; n < pieces && !socket.destroyed; n += 1) {
    socket.write('x')
    await pause(drip)
  }
}

describe.concurrent('a client that', () => {
  test('says nothing is hung up on', async () => {
    await open().heard
  })

  test('never ends its headers is hung up on', async () => {
    const { socket, heard } = open('GET / HTTP/1.1\r\nX-Slow: ')
    trickle(socket, 200)
    expect(await heard).toMatch(/^HTTP\/1.1 408 /)
  })

  test('stops in the middle of a body gets an error that says so', async ({ expect }) => {
    const { heard } = open(`${post('/silent', 10)}\r\nabc`)
    expect(await heard).toMatch(/^HTTP\/1.1 408 .*did not arrive in time/s)
    await expect.poll(() => seen).toContain('/silent answered')
  })

  test.each([
    ['POST /api/v1/sessions', 'application/json', /problem\+json.*"code":"request_timeout"/s],
    ['PUT /api/v1/me/picture', multipartType, /problem\+json.*"code":"request_timeout"/s],
    ['POST /login', 'application/json', /application\/json.*{"error":"The request did not arrive in time/s],
    ['POST /login', 'application/x-www-form-urlencoded', /text\/html.*That took too long/s],
  ])('stops in the body of %s as %s is told so as of all else', async (target, type, answer) => {
    const headers = `Host: localhost\r\nAuthorization: Bearer ${token}\r\nContent-Type: ${type}\r\nContent-Length: 100`
    const { heard } = open(`${target} HTTP/1.1\r\n${headers}\r\n\r\nlogin=`, desk)
    const text = await heard
    expect(text).toMatch(/^HTTP\/1.1 408 /)
    expect(text).toMatch(answer)
  })

  test('stops in a body of unknown length gets an error that says so', async () => {
    const { heard } = open('POST /chunks HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n')
    expect(await heard).toMatch(/^HTTP\/1.1 408 /)
  })

  test('sends a form a byte at a time is hung up on', async () => {
    const { socket, heard } = open(`${post('/form', 1000)}\r\n`)
    trickle(socket, 200)
    expect(await heard).toMatch(/^HTTP\/1.1 408 /)
  })

  test('sends a file slowly may finish it', async () => {
    const { socket, heard } = open(`${post('/file', 24)}Connection: close\r\n\r\n`)
    await trickle(socket, 24)
    expect(await heard).toMatch(/^HTTP\/1.1 200 .*24 bytes$/s)
  })

  test('waits for an answer that takes long gets it, and the connection serves the next', async () => {
    const { socket, heard } = open(`${post('/thinking', 3)}\r\nabc`)
    await once(socket, 'data')
    socket.write(`${post('/next', 2)}Connection: close\r\n\r\nab`)
    expect(await heard).toMatch(/3 bytes.*HTTP\/1.1 200 .*2 bytes$/s)
  })

  test('does not take its answer is hung up on', async ({ expect }) => {
    const { socket } = open()
    socket.pause()
    socket.write('GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n')
    await expect.poll(() => seen).toContain('/large broke off')
    socket.destroy()
  })
})

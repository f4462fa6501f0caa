import { connect } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { join, ticketOf } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'

const world = await startApp()
const { port } = new URL(world.url)
const kim = await join(world, 'kim')
const id = await ticketOf(world, kim)
const host = `Host: 127.0.0.1:${port}`

/** Sends raw bytes. @returns the whole response */
async function send(text: string): Promise<string> {
  const socket = connect(Number(port), '127.0.0.1')
  socket.write(Buffer.from(text, 'latin1'))
  return (await buffer(socket).catch(() => Buffer.alloc(0))).toString()
}
const post = (headers: string[], body: string) =>
  [
    `POST /api/v1/tickets/${id}/messages HTTP/1.1`,
    host,
    `Authorization: Bearer ${kim.token}`,
    'Content-Type: application/json',
    'Connection: close',
    ...headers,
    '',
    body,
  ].join('\r\n')
const get = (target: string, headers: string[] = [host]) =>
  [`GET ${target} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n')
const body = '{"message":"Hello there"}'
const length = `Content-Length: ${body.length}`

const refused: Record<string, string> = {
  'two lengths': post([length, 'Content-Length: 3'], body),
  'two lengths in one': post([`Content-Length: ${body.length}, 3`], body),
  'length and chunks': post([length, 'Transfer-Encoding: chunked'], `19\r\n${body}\r\n0\r\n\r\n`),
  'a signed length': post([`Content-Length: +${body.length}`], body),
  'an unknown transfer encoding': post(['Transfer-Encoding: chunked, nonsense'], `19\r\n${body}\r\n0\r\n\r\n`),
  'a folded header': post([length, 'X-One: a', ' b'], body),
  'a folded length': post(['Content-Length:', ` ${body.length}`], body),
  'a space before the colon': post([`Content-Length : ${body.length}`], body),
  'a control character in a header': post([length, 'X-One: a\x01b'], body),
  'a NUL in a header': post([length, 'X-One: a\0b'], body),
  'no host': get('/login', []),
  'a host with a path': get('/login', ['Host: 127.0.0.1/evil']),
  'another host in the target': get('http://evil.example/login'),
  'another scheme in the target': get('ftp://127.0.0.1/login'),
  'a target without a slash': get('login'),
  'an asterisk': get('*'),
  'a NUL in the path': get('/lo\0gin'),
  'a control character in the path': get('/lo\x01gin'),
  'a tab in the path': get('/lo\tgin'),
  'a raw byte in the path': get('/lo\xffgin'),
  'an encoded NUL in the path': get('/login%00'),
  'encoded control characters in the path': get('/accounts%0d%0a/1'),
  'a fragment': get('/login#evil'),
  'an old line end': get('/login').replaceAll('\r\n', '\n'),
  'another version': get('/login').replace('HTTP/1.1', 'HTTP/3.7'),
}

const statusOf = (answer: string) => answer.split(' ')[1]

test('what is no well-formed request is refused', async () => {
  const taken: string[] = []
  for (const [name, text] of Object.entries(refused)) {
    const status = statusOf(await send(text))
    if (!/^40[04]$/.test(status ?? '')) taken.push(`${name}: ${status}`)
  }
  expect(taken).toEqual([])
  const { messages } = (await kim.api.get(`/tickets/${id}/messages`).expect(200)).body
  expect(messages).toHaveLength(1)
})

test('what is one is answered, also where it names this host in its target', async () => {
  expect(statusOf(await send(post([length], body)))).toBe('201')
  expect(statusOf(await send(get(`http://127.0.0.1:${port}/login`)))).toBe('200')
  expect(statusOf(await send(get(`http://127.0.0.1:${port}`)))).toBe('200')
  expect(await send(get(`http://127.0.0.1:${port}/home?a=1`))).toContain('Location: /login?next=%2Fhome%3Fa%3D1\r\n')
})

test('percent signs that stand for no UTF-8 are refused, not stored as other characters', async () => {
  for (const bad of ['%ff', '%E0%A4', '%', '%zz', 'Hello%C3%28']) {
    await kim.pages.post(`/tickets/${id}/messages`).type('form').send(`message=Hello+there${bad}`).expect(400)
    await kim.pages.get(`/tickets?q=${bad}`).expect(400)
  }
  await kim.pages.post(`/tickets/${id}/messages`).type('form').send('message=100%25+sure+%E2%9C%93').expect(303)
  const { messages } = (await kim.api.get(`/tickets/${id}/messages`).expect(200)).body
  expect(messages.at(-1).body).toBe('100% sure ✓')
  expect(JSON.stringify(messages)).not.toContain('\ufffd')
})

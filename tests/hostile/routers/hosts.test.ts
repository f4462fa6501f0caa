import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startApp } from '../../support/world.ts'

const app = await startApp()

/** Sends raw header lines. @returns the whole response */
function raw(...lines: string[]): Promise<string> {
  const socket = connect(Number(new URL(app.url).port), '127.0.0.1')
  socket.end(`${[...lines, 'connection: close'].join('\r\n')}\r\n\r\n`)
  return text(socket)
}

const paths = ['/', '/login', '/api/v1/me', '/healthz', '/favicon.svg', '/get-unclaimed-tickets']

test.each(paths)('two hosts, or none that can be, are refused at %s', async (path) => {
  for (const hosts of [
    ['a.example', 'b.example'],
    ['a.example', 'a.example'],
    ['a.example/x'],
    ['a b'],
    ['"><script>'],
  ]) {
    const answer = await raw(`GET ${path} HTTP/1.1`, ...hosts.map((host) => `host: ${host}`))
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    if (path.startsWith('/api')) expect(answer).toContain('application/problem+json')
  }
  for (const host of ['a.example', 'a.example:3000', '[::1]:3000', '127.0.0.1'])
    expect(await raw(`GET ${path} HTTP/1.1`, `host: ${host}`)).not.toMatch(/^HTTP\/1\.1 400 /)
})

test.each(paths)('an address written with its host is %s as well', async (path) => {
  const host = new URL(app.url).host
  const status = async (target: string) => (await raw(`GET ${target} HTTP/1.1`, `host: ${host}`)).slice(0, 12)
  expect(await status(`http://${host}${path}`)).toBe(await status(path))
})

test.each([
  ['/login', 'application/x-www-form-urlencoded', 'login=kim'],
  ['/admin/settings/logo', 'multipart/form-data; boundary=x', '--x--'],
  ['/api/v1/sessions', 'application/json', '{}'],
])('a body in another character set than UTF-8 is refused at %s as %s', async (path, type, body) => {
  for (const charset of ['utf-7', '"UTF-7"', 'utf-16le', 'iso-8859-1']) {
    const headers = { 'content-type': `${type}; charset=${charset}`, 'sec-fetch-site': 'same-origin' }
    const { status } = await fetch(app.url + path, { method: 'POST', headers, body, redirect: 'manual' })
    expect([charset, status]).toEqual([charset, 415])
  }
})

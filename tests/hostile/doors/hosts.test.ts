import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startApp } from '../../support/world.ts'

const app = await startApp()

/** Sends these lines as they are. @returns the whole answer */
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

import pino from 'pino'
import { expect, test } from 'vitest'
import { logDestination } from '#platform/start/terminal-log.ts'

function logTo(isTTY: boolean, production = false) {
  let said = ''
  const out = { isTTY, write: (text: string) => (said += text) } as unknown as typeof process.stdout
  const destination = logDestination(production, out)
  return { log: destination && pino({}, destination), said: () => said.replace(/^\d\d:\d\d:\d\d/gm, 'TIME') }
}

test('a terminal gets plain lines, in which nothing steers it', () => {
  const { log, said } = logTo(true)
  log?.info({ host: '127.0.0.1', port: 3000 }, 'ready')
  log?.info({ request_id: 'x', method: 'GET', path: '/a\u001b[31m', status: 200, ms: 3 }, 'request')
  log?.error({ err: new TypeError('no such thing') }, 'failed')
  expect(said()).toMatch(/^TIME {2}ready {2}host=127\.0\.0\.1 {2}port=3000\nTIME {2}GET \/a�\[31m {2}200 {2}3 ms\n/)
  expect(said()).toMatch(/\nTIME {2}ERROR failed\nTypeError: no such thing\n {4}at .*\n$/s)
})

test('a file, a pipe and production get JSON', () => {
  expect([logTo(false).log, logTo(true, true).log]).toEqual([undefined, undefined])
})

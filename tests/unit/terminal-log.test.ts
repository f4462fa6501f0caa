import { execFile, execFileSync } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { constants } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { LogOutput } from '#platform/start/log-output.ts'
import { logDestination } from '#platform/start/terminal-log.ts'

function logTo(isTTY: boolean) {
  let said = ''
  const out = Object.assign(new EventEmitter(), { isTTY, write: (text: string) => (said += text) })
  const log = pino({}, logDestination(false, out as unknown as typeof process.stdout))
  return { log, said: () => said.replace(/^\d\d:\d\d:\d\d/gm, 'TIME') }
}

/** A pipe that refuses, while nobody reads, what it has no room for. */
async function smallPipe() {
  const folder = await mkdtemp(join(tmpdir(), 'log-'))
  const path = join(folder, 'pipe')
  execFileSync('mkfifo', [path])
  const pipe = await open(path, constants.O_RDWR | constants.O_NONBLOCK)
  onTestFinished(async () => {
    await pipe.close()
    await rm(folder, { recursive: true })
  })
  return pipe
}

test('a terminal gets plain lines, in which nothing steers it', () => {
  const { log, said } = logTo(true)
  log.info({ host: '127.0.0.1', port: 3000 }, 'ready')
  log.info({ request_id: 'x', method: 'GET', path: '/a\u001b[31m', status: 200, ms: 3 }, 'request')
  log.error({ err: new TypeError('no such thing') }, 'failed')
  expect(said()).toMatch(/^TIME {2}ready {2}host=127\.0\.0\.1 {2}port=3000\nTIME {2}GET \/a�\[31m {2}200 {2}3 ms\n/)
  expect(said()).toMatch(/\nTIME {2}ERROR failed\nTypeError: no such thing\n {4}at .*\n$/s)
})

test.each([
  ['a file or a pipe', false, false],
  ['production', true, true],
])('%s gets JSON', (_, isTTY, production) => {
  const out = Object.assign(new EventEmitter(), { isTTY, fd: 1 }) as unknown as typeof process.stdout
  expect(logDestination(production, out)).toBeInstanceOf(LogOutput)
})

test('what cannot be written waits, up to a limit, and comes whole and in order once it can, with how many did not', async () => {
  const pipe = await smallPipe()
  const log = new LogOutput(pipe.fd)
  const lines = Array.from({ length: 30_000 }, (_, n) => `{"line":${n},"text":"${'x'.repeat(80)}"}\n`)
  for (const line of lines) log.write(line)
  let said = ''
  while (!said.includes('dropped')) {
    const piece = await pipe.read({ buffer: Buffer.alloc(1 << 16) }).catch(() => null)
    said += piece?.buffer.toString('utf8', 0, piece.bytesRead) ?? ''
  }
  expect(said.length).toBeLessThan(1_100_000)
  const written = said.trimEnd().split('\n').slice(0, -1)
  expect(lines.join('').startsWith(`${written.join('\n')}\n`)).toBe(true)
  expect(JSON.parse(said.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ dropped: lines.length - written.length })
})

test('the end of the program waits for a reader that is behind, and the last line comes last', async () => {
  const program = `
    import { LogOutput } from '${import.meta.resolve('#platform/start/log-output.ts')}'
    const log = new LogOutput(process.stdout.fd)
    for (let line = 0; line < 9000; line++) log.write(String(line).padEnd(99) + '\\n')
    process.exit(3)`
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { maxBuffer: 2e6 })
  const { code, stdout } = await run.catch((error) => error)
  expect(code).toBe(3)
  expect(stdout.trim().split(/ *\n/)).toEqual(Array.from({ length: 9000 }, (_, line) => String(line)))
})

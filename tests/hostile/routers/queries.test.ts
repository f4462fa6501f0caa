import { describe, test } from 'vitest'
import { credentials } from '../../permissions/ask.ts'
import { addressOf, setHalfWay, setStage } from '../../permissions/stage.ts'
import { startApp } from '../../support/world.ts'
import { Findings } from '../explained.ts'
import { rawRequest } from '../raw-request.ts'
import { asking, base64 } from '../targets.ts'

const world = await startApp()

const noTuples = [
  '',
  '1',
  'null',
  '[]',
  '[1]',
  '[1,2,3,4,5,6]',
  '["1",1]',
  '{"value":1,"id":1}',
  '[1e400,1]',
  '[1.5,1]',
  '['.repeat(100),
]
const noPositions = ['[1,-1]', '[1,2147483648]', '[9007199254740993,1]', '[1,1.5]', '[null,1]', '[[1],1]']
const junk: Record<string, string[]> = {
  cursor: ['x', '%00', 'null', 'x'.repeat(4000), ...[...noTuples, ...noPositions].map(base64)],
  limit: ['', '0', '101', '-1', '1.5', 'x', '1e1', '0x1', '%201', '9'.repeat(50)],
  queue: ['', 'nope', '__proto__', 'constructor', 'toString', 'OPEN'],
  before: ['', '0', '-1', 'x', '1.5', '1e3', '0x1', '99999999999', '9007199254740993'],
  ticket: ['', '0', '-1', 'x', '1.5', '1e0', '0x1', '1.0', '%2B1', '%201', '2147483648', '9007199254740993'],
}

describe.each(asking)('$router $path', ({ router, path, names }) => {
  test('refuses parameters that are repeated, no text or no values of theirs', async () => {
    const role = path === '/login' || path === '/setup' ? 'nobody' : path.startsWith('/admin') ? 'admin' : 'assistant'
    const between = path.includes('/second-step')
    const stage = between ? await setHalfWay(world, { path }) : await setStage(world, { path }, role)
    const headers = credentials(router, stage.token)
    const address = addressOf({ router, address: path }, stage)
    const findings = new Findings()

    for (const name of names)
      for (const query of [`${name}=1&${name}=1`, `${name}=%00`, `${name}=${'x'.repeat(5000)}`, ...named(name)])
        findings.refused(query.slice(0, 80), await rawRequest(world.url, { path: `${address}?${query}`, headers }))

    findings.expectNone()
  })
})

const named = (name: string) => (junk[name] ?? []).map((value) => `${name}=${value}`)

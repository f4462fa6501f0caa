import { describe, test } from 'vitest'
import { credentials } from '../permissions/ask.ts'
import { addressOf, setStage } from '../permissions/stage.ts'
import { startApp } from '../support/world.ts'
import { Findings } from './explained.ts'
import { rawRequest } from './raw-request.ts'
import { asking, base64 } from './targets.ts'

const world = await startApp()

const great = [Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, 2 ** 31, -(2 ** 31) - 1]
const tuples = [1, 2, 3].flatMap((length) => great.map((value) => [...Array(length).fill(value), 1]))
const beside = ['', 'queue=inactive&', 'q=a&', 'q=a&sort=newest&', 'sort=priority&', 'status=any&tag=x&']

describe.each(asking.filter(({ names }) => names.includes('cursor')))('$router $path', ({ router, path }) => {
  test('takes a cursor with whatever numbers for one of its own or refuses it', async () => {
    const stage = await setStage(world, { path }, path.startsWith('/admin') ? 'admin' : 'assistant')
    const findings = new Findings()
    for (const also of path === '/tickets' ? beside : ['']) {
      for (const cursor of tuples.map((tuple) => base64(JSON.stringify(tuple)))) {
        const address = `${addressOf({ router, address: path }, stage)}?${also}cursor=${cursor}`
        const answer = await rawRequest(world.url, { path: address, headers: credentials(router, stage.token) })
        if (answer.status !== 200) findings.refused(address, answer)
      }
    }
    findings.expectNone()
  })
})

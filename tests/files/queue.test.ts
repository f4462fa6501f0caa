import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { afterAll, expect, test } from 'vitest'
import { countOf } from '../accounts/reading.ts'
import { join, type Member } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { onTheWay, photo, sending } from './uploading.ts'

// A conversion needs as much memory as the rest of the program, so one runs at a time.

const world = await startApp()
const members = await Promise.all(Array.from({ length: 4 }, (_, n) => join(world, `sender${n}`)))
const send = (n: number, picture: Buffer) => sending(world, members[n] as Member).byApi(picture)

const conversions: ChildProcess[] = []
let [running, peak] = [0, 0]
const count = (message: unknown) => {
  const { process: child } = message as { process: ChildProcess }
  conversions.push(child)
  running += 1
  peak = Math.max(peak, running)
  child.once('exit', () => {
    running -= 1
  })
}
subscribe('child_process', count)
afterAll(() => unsubscribe('child_process', count))

test('large pictures that come at once are converted one after the other', async () => {
  const large = await photo(6000, 4000)
  const answers = await Promise.all(members.map((_, n) => send(n, large)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  expect([conversions.length, peak, running]).toEqual([4, 1, 0])
})

test('twenty wait for one account, no more; and none whose sender has gone, which leaves nothing', async () => {
  const [small, before, stored] = [await photo(60, 40), conversions.length, await countOf(world, 'files')]
  const first = send(0, small).then(({ status }) => status)
  await expect.poll(() => conversions[before]?.pid).toBeDefined()
  conversions[before]?.kill('SIGSTOP')
  const waiting = Array.from({ length: 22 }, () => send(1, small))
  const refused: unknown[] = []
  const ended = waiting.map((request) =>
    request.then(
      ({ status, body, headers }) => refused.push([status, body.detail, headers['retry-after']]),
      () => 'gone',
    ),
  )
  const sentence = 'Several of your pictures are being prepared. Please wait for them.'
  await expect.poll(() => refused).toEqual(Array(2).fill([429, sentence, '10']))
  for (const request of waiting) request.abort()
  await Promise.all(ended)
  await expect.poll(() => onTheWay(world)).toHaveLength(1)
  conversions[before]?.kill('SIGCONT')
  expect(await first).toBe(200)
  await expect.poll(() => onTheWay(world)).toEqual([])
  expect(conversions).toHaveLength(before + 1)
  expect(await countOf(world, 'files')).toBe(stored)
})

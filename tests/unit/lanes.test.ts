import { expect, test } from 'vitest'
import { Lanes } from '#lib/lanes.ts'

test('so many run at a time, in their order, and one that fails makes room for the next', async () => {
  const lanes = new Lanes(2)
  const started: number[] = []
  const work = Array.from({ length: 4 }, () => Promise.withResolvers<number>())
  const all = work.map(({ promise }, n) =>
    lanes.run(() => {
      started.push(n)
      return promise
    }),
  )
  const [first] = [all[0]?.catch(() => 'failed'), await new Promise(setImmediate)]
  expect(started).toEqual([0, 1])
  work[0]?.reject(new Error('failed'))
  expect(await first).toBe('failed')
  await new Promise(setImmediate)
  expect(started).toEqual([0, 1, 2])
  for (const [n, { resolve }] of work.entries()) resolve(n)
  expect(await Promise.all(all.slice(1))).toEqual([1, 2, 3])
  expect(started).toEqual([0, 1, 2, 3])
})

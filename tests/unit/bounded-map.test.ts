import { expect, test } from 'vitest'
import { BoundedMap } from '#lib/bounded-map.ts'

test.each([1, 3, 100])('a bounded map never holds more than %i, the newest among them', (most) => {
  const map = new BoundedMap<number, string>(most)
  for (let n = 0; n < 5 * most; n++) {
    map.set(n, 'text')
    expect(map.size).toBeLessThanOrEqual(most)
    expect(map.has(n)).toBe(true)
    expect(map.has(n - Math.floor(most / 2))).toBe(n >= Math.floor(most / 2))
  }
  map.set(5 * most - 1, 'another')
  expect([map.get(5 * most - 1), map.size > most / 2]).toEqual(['another', true])
})

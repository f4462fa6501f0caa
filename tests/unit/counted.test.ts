import { expect, test } from 'vitest'
import { counted } from '#lib/counted.ts'
import { refuseBeyond } from '#platform/limits/rate-limit.ts'
import { FakeClock } from '../support/clock.ts'

test('what is counted is named in the singular where it is one', () => {
  expect([0, 1, 2, 1200].map((count) => counted(count, 'ticket'))).toEqual([
    '0 tickets',
    '1 ticket',
    '2 tickets',
    '1,200 tickets',
  ])
})

test('an error for too many tries says how long to wait, in the singular too', () => {
  const ctx = { clock: new FakeClock() } as unknown as Parameters<typeof refuseBeyond>[0]
  const limit = { name: 'login', most: 5, window: 60_000 }
  const refusal = (seconds: number) => () =>
    refuseBeyond(ctx, limit, { used: 6, ends_at: ctx.clock.now() + seconds * 1000 })
  expect(refusal(1)).toThrow('Please wait 1 second and try again.')
  expect(refusal(2)).toThrow('Please wait 2 seconds and try again.')
})

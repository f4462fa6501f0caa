import { describe, expect, test } from 'vitest'
import { keyOf, pauseBetween, planMails, type Waiting } from '#platform/notifications/mail-plan.ts'

const now = 1_000_000_000
const waiting = (id: number, subject_id: number, due: number, gathers = false): Waiting => ({
  id,
  subject_type: 'ticket',
  subject_id,
  mail_due_at: now + due,
  gathers,
  morning: null,
})
const mailedAgo = (subject_id: number, ago: number) => new Map([[keyOf(waiting(0, subject_id, 0)), now - ago]])
const plan = (rows: Waiting[], mailed = new Map<string, number>()) => {
  const { letters, next } = planMails(rows, mailed, now)
  return [letters.map((letter) => letter.map(({ id }) => id)), next === null ? null : next - now]
}

describe('which mails somebody gets now', () => {
  test('none before its time; then one for each subject, with all that waits', () => {
    expect(plan([waiting(1, 5, 1)])).toEqual([[], 1])
    expect(plan([waiting(1, 5, 0), waiting(2, 6, 0), waiting(3, 5, 14_000)])).toEqual([[[1, 3], [2]], null])
  })

  test('none for five minutes after the last one about the same', () => {
    expect(plan([waiting(1, 5, 0)], mailedAgo(5, pauseBetween - 1))).toEqual([[], 1])
    expect(plan([waiting(1, 5, 0)], mailedAgo(5, pauseBetween))).toEqual([[[1]], null])
    expect(plan([waiting(1, 6, 0)], mailedAgo(5, 0))).toEqual([[[1]], null])
  })

  test('none of a subject of which an older one is being sent', () => {
    expect(plan([waiting(1, 5, pauseBetween), waiting(2, 5, 0), waiting(3, 6, 0)])).toEqual([[[3]], pauseBetween])
  })

  test('one for everything that the clock brought at once, also what came a moment later', () => {
    expect(plan([waiting(1, 5, 0, true), waiting(2, 6, 1000, true), waiting(3, 7, 0)])).toEqual([[[1, 2], [3]], null])
    expect(plan([waiting(1, 5, 0, true), waiting(2, 6, 0)])).toEqual([[[1], [2]], null])
    expect(plan([waiting(1, 5, 20_000, true), waiting(2, 6, 20_000, true)])).toEqual([[], 20_000])
  })

  test('one of all that comes once a day, when it is due; it and what comes at once do not wait for each other', () => {
    const hour = 3_600_000
    const daily = (id: number, subject_id: number, morning: number, due = morning) => ({
      ...waiting(id, subject_id, due),
      morning: now + morning,
    })
    expect(plan([daily(1, 5, hour), waiting(2, 5, 0), daily(3, 6, 2 * hour)])).toEqual([[[2]], hour])
    expect(plan([waiting(1, 5, 1000), daily(2, 5, 0), daily(3, 6, -hour), daily(4, 7, 1)])).toEqual([[[2, 3]], 1])
    expect(plan([daily(1, 5, 0)], mailedAgo(5, 0))).toEqual([[[1]], null])
    expect(plan([daily(1, 5, 0, pauseBetween), daily(2, 6, 0)])).toEqual([[[2]], pauseBetween])
    expect(plan([daily(1, 5, hour, 0)])).toEqual([[], hour])
    expect(plan([daily(1, 5, 400 * 24 * hour)])).toEqual([[[1]], null])
  })

  test('what a clock dated that was ahead is due', () => {
    expect(plan([waiting(1, 5, 400 * 24 * 3_600_000)])).toEqual([[[1]], null])
  })
})

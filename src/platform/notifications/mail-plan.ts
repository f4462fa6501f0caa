import { latestPlausible } from '#lib/clock-skew.ts'
import { hour, minute } from '#lib/durations.ts'

/** Milliseconds from what happened to its mail: who is looking at the page needs none. */
export const firstAfter = 15_000
/** Milliseconds from a mail about something to the next one about it, which has all that came meanwhile. */
export const pauseBetween = 5 * minute

/** Milliseconds from one morning to the next when a clock is set back. */
const longestNight = 25 * hour

export interface Waiting {
  id: number
  subject_type: string
  subject_id: number
  mail_due_at: number
  /** Whether it goes with others of its kind into one mail: what the clock brings comes for many subjects at once. */
  gathers: boolean
  /** For what comes once a day, when that is; null for what comes at once. */
  morning: number | null
}

export interface MailPlan<W extends Waiting> {
  /** What goes into each mail that is to be sent now, oldest first. */
  letters: W[][]
  /** When to look again; null when nothing waits. */
  next: number | null
}

export const keyOf = ({ subject_type, subject_id }: Pick<Waiting, 'subject_type' | 'subject_id'>) =>
  `${subject_type} ${subject_id}`

/**
 * Which mails a person gets now. What comes once a day and what comes at once go their own ways, also where they are
 * about the same subject: neither waits for the other.
 *
 * @param waiting all that the person is still to be mailed, by id
 * @param mailed when the last mail about a subject went out that was sent at once, by its key
 */
export function planMails<W extends Waiting>(
  waiting: W[],
  mailed: ReadonlyMap<string, number>,
  now: number,
): MailPlan<W> {
  const { today = [], later = [] } = Object.groupBy(
    waiting.filter(({ morning }) => morning !== null),
    (row) => (dueDaily(row, now) <= now ? 'today' : 'later'),
  )
  const atOnce = planAtOnce(
    waiting.filter(({ morning }) => morning === null),
    mailed,
    now,
  )
  const next = Math.min(atOnce.next ?? Infinity, ...later.map((row) => dueDaily(row, now)))
  return {
    letters: [...atOnce.letters, ...(today.length > 0 ? [today] : [])],
    next: next === Infinity ? null : next,
  }
}

/** In the morning; while it is being sent, or after that has failed, when it is to be sent again. */
const dueDaily = ({ morning, mail_due_at }: Waiting, now: number) =>
  Math.max(plausible(morning ?? now, now, longestNight), plausible(mail_due_at, now))

/**
 * A subject waits for the oldest of what is to be said of it, also while that is being sent: so its mails keep their
 * order, and two of them their distance.
 */
function planAtOnce<W extends Waiting>(waiting: W[], mailed: ReadonlyMap<string, number>, now: number): MailPlan<W> {
  const subjects = [...Map.groupBy(waiting, keyOf)].map(([key, rows]) => ({
    rows,
    due: Math.max(plausible(rows[0]?.mail_due_at ?? now, now), (mailed.get(key) ?? -pauseBetween) + pauseBetween),
  }))
  const gathered = subjects.filter(({ rows }) => rows.some(({ gathers }) => gathers))
  const gather = gathered.filter(({ due }) => due <= now).length > 0 && gathered.length > 1
  const goesNow = ({ due, rows }: (typeof subjects)[number]) =>
    due <= now || (gather && due <= now + firstAfter && rows.every(({ gathers }) => gathers))
  const ready = subjects.filter(goesNow)
  const together = gather ? ready.filter((one) => gathered.includes(one)) : []
  const alone = ready.filter((one) => !together.includes(one))
  const letters = [
    ...(together.length > 0 ? [together.flatMap(({ rows }) => rows)] : []),
    ...alone.map(({ rows }) => rows),
  ]
  const later = subjects.filter((one) => !ready.includes(one)).map(({ due }) => due)
  return { letters, next: later.length > 0 ? Math.min(...later) : null }
}

/** What is due later than anything can be was dated by a clock that was ahead; or it was to come once a day before. */
const plausible = (due: number, now: number, longest = pauseBetween) =>
  due > latestPlausible(now) + longest ? now : due

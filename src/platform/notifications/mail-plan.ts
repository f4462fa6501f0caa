import { latestPlausible } from '#lib/clock-skew.ts'
import { hour, minute } from '#lib/durations.ts'

/** Milliseconds from an event to its mail: somebody who is reading the page needs none. */
export const firstAfter = 15_000
/** Milliseconds between two mails about a subject; the next one has all that happened in between. */
export const pauseBetween = 5 * minute

/** Milliseconds from one morning to the next when clocks are set back. */
const longestNight = 25 * hour

export interface Waiting {
  id: number
  subject_type: string
  subject_id: number
  mail_due_at: number
  /** Whether it shares a mail with others of its kind: scheduled notifications come for many subjects at once. */
  gathers: boolean
  /** When the daily mail is due; null for what is mailed at once. */
  morning: number | null
}

export interface MailPlan<W extends Waiting> {
  /** The notifications of each mail to send now, oldest first. */
  letters: W[][]
  /** When to check again; null if nothing waits. */
  next: number | null
}

export const keyOf = ({ subject_type, subject_id }: Pick<Waiting, 'subject_type' | 'subject_id'>) =>
  `${subject_type} ${subject_id}`

/**
 * Decides which mails a person gets now. Daily and immediate mails are independent, even about the same subject.
 *
 * @param waiting everything that is still to be mailed to the person, by id
 * @param mailed when the last immediate mail about each subject was sent, by its key
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

/** The morning; while the mail is being sent or after a failure, the time of the next try. */
const dueDaily = ({ morning, mail_due_at }: Waiting, now: number) =>
  Math.max(plausible(morning ?? now, now, longestNight), plausible(mail_due_at, now))

/**
 * A subject's mail is due with its oldest notification, even while that one is being sent: so its mails keep their
 * order and their distance.
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

/** A later due time was set while the clock was ahead, or when daily mails were chosen. */
const plausible = (due: number, now: number, longest = pauseBetween) =>
  due > latestPlausible(now) + longest ? now : due

import type { Context } from '#context'
import { formatTime } from '#lib/format-time.ts'
import { type Person, personOf } from '#platform/identity/people.ts'
import type { NotificationRow } from './queries.ts'
import { iconOf, lineOf, sentenceOf } from './sentences.ts'
import type { Shown } from './subjects.ts'

export function causeOf(row: ShownNotification): Person | null {
  const { actor_id, username, display_name, profile_icon, account_type } = row
  if (actor_id === null || username === null) return null
  return personOf({
    id: actor_id,
    username,
    display_name: display_name ?? '',
    profile_icon: profile_icon ?? '',
    account_type: account_type ?? 'customer',
  })
}

export type ShownNotification = Shown<NotificationRow>

function notificationModel(ctx: Context, row: ShownNotification, now: number) {
  return {
    id: row.id,
    unread: row.read_at === null,
    icon: iconOf(ctx, row),
    urgent: row.kind.urgent === true,
    sentence: sentenceOf(ctx, row),
    excerpt: lineOf(row, 140),
    number: row.subject_id,
    title: row.title,
    href: row.href,
    at: formatTime(row.created_at, now),
  }
}

const day = 24 * 3_600_000
const dayOf = (at: number, now: number) => formatTime(at, now).full.replace(/, .*/, '')

/** What stands on one page of the inbox, by days. */
export function inboxModel(ctx: Context, rows: ShownNotification[]) {
  const now = ctx.clock.now()
  const names = new Map([
    [dayOf(now - day, now), 'Yesterday'],
    [dayOf(now, now), 'Today'],
  ])
  const days = Map.groupBy(rows, (row) => dayOf(row.created_at, now))
  return [...days].map(([date, some]) => ({
    name: names.get(date) ?? date,
    rows: some.map((row) => notificationModel(ctx, row, now)),
  }))
}

import type { Context } from '#context'
import { dayNameOf, startOfDay } from '#lib/calendar.ts'
import { formatTime } from '#lib/format-time.ts'
import { type Person, personOf } from '#platform/identity/people.ts'
import type { NotificationRow } from './queries.ts'
import { iconOf, lineOf, sentenceOf } from './sentences.ts'
import type { Shown } from './subjects.ts'

export function causeOf(row: ShownNotification): Person | null {
  const { actor_id, username, display_name, profile_icon, picture_id, account_type } = row
  if (actor_id === null || username === null) return null
  return personOf({
    id: actor_id,
    username,
    display_name: display_name ?? '',
    profile_icon: profile_icon ?? '',
    picture_id,
    account_type: account_type ?? 'customer',
  })
}

export type ShownNotification = Shown<NotificationRow>

function notificationModel(ctx: Context, row: ShownNotification) {
  return {
    id: row.id,
    unread: row.read_at === null,
    icon: iconOf(ctx, row),
    urgent: row.kind.urgent === true,
    sentence: sentenceOf(ctx, row),
    excerpt: lineOf(row, 140),
    number: row.number,
    title: row.title,
    href: row.href,
    at: formatTime(ctx, row.created_at),
  }
}

/** One page of the inbox, by days. */
export function inboxModel(ctx: Context, rows: ShownNotification[]) {
  const { timeZone } = ctx.config
  const today = dayNameOf(timeZone, ctx.clock.now())
  const names = new Map([
    [dayNameOf(timeZone, startOfDay(timeZone, today, -1)), 'Yesterday'],
    [today, 'Today'],
  ])
  const days = Map.groupBy(rows, (row) => dayNameOf(timeZone, row.created_at))
  return [...days].map(([date, ofDay]) => ({
    name: names.get(date) ?? formatTime(ctx, startOfDay(timeZone, date)).day,
    rows: ofDay.map((row) => notificationModel(ctx, row)),
  }))
}

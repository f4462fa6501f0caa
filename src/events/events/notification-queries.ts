import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Context } from '#context'
import { hasChanged } from '#platform/db/changed-rows.ts'
import { amongIds, idsOf } from '#platform/db/dialect.ts'
import { staffTypes } from '#platform/identity/account-type.ts'
import { hasPlace, takesPart, type Viewer, visibleCondition, visibleToCustomer } from './visibility.ts'

/** Those of these events that the viewer may see, with whether they attend. */
export const listSubjects = (ctx: Context, viewer: Viewer, ids: number[]) =>
  ctx.db
    .selectFrom('events')
    .select(['id', 'title', 'location', 'starts_at', 'cancelled_at', 'cancel_reason'])
    .select(hasPlace(sql`${viewer?.id ?? 0}`).as('comes'))
    .where(amongIds(ctx.db, 'events.id', ids))
    .where(visibleCondition(viewer))
    .execute()

/** These events regardless of who may see them, with the time of their last change. */
export const listLost = (ctx: Context, ids: number[]) =>
  ctx.db
    .selectFrom('events')
    .select(['id', 'title', 'location', 'starts_at', 'changed_at'])
    .where(amongIds(ctx.db, 'events.id', ids))
    .execute()

/** Of how many places bookings were that are cancelled, and why, where the host has said so. */
export const listCancelled = (ctx: Context, ids: number[]) =>
  ctx.db
    .selectFrom('bookings')
    .select(['id', 'account_id', 'places', 'cancel_reason'])
    .where(amongIds(ctx.db, 'bookings.id', ids))
    .execute()

/** Somebody's present and past waiting entries at these events, oldest first. */
export const listWaits = (ctx: Context, accountId: number, ids: number[]) =>
  ctx.db
    .selectFrom('waiting_entries')
    .select(['event_id', 'state', 'offer_ends_at'])
    .where('account_id', '=', accountId)
    .where(amongIds(ctx.db, 'event_id', ids))
    .orderBy('id')
    .execute()

/**
 * Actions that take a place, an offer or an invitation from somebody, and perhaps the right to see the event: the
 * notification is shown anyway.
 */
export const losses: (string | null)[] = [
  'event_attendee_removed',
  'event_places_removed',
  'event_invitation_withdrawn',
  'event_offer_lapsed',
  'pass_taken_back',
  'passes_cancelled',
]

const unreadUnless = (ctx: Context, concerns: (account: RawBuilder<unknown>) => RawBuilder<SqlBool>) =>
  ctx.db
    .selectFrom('notifications')
    .innerJoin('events', 'events.id', 'notifications.subject_id')
    .innerJoin('accounts', 'accounts.id', 'notifications.account_id')
    .select('notifications.id')
    .where('notifications.subject_type', '=', 'event')
    .where('notifications.read_at', 'is', null)
    .where(({ eb, or }) => or([eb('action', 'is', null), eb('action', 'not in', losses)]))
    .where('accounts.account_type', 'not in', staffTypes)
    .where(sql<boolean>`not ${concerns(sql.ref('notifications.account_id'))}`)

/** People who were to attend an event, waited or were invited, and no longer do: all others may see it. */
const formerPeopleOf = (eventId: number) =>
  sql<number>`(select account_id from bookings where event_id = ${eventId} and cancelled_at is not null
    union select holder_id from passes where event_id = ${eventId} and cancelled_at is not null
    union select account_id from waiting_entries where event_id = ${eventId} and ended_at is not null
    union select account_id from event_invitations
    where event_id = ${eventId} and state = 'withdrawn' and account_id is not null)`

/** Deletes unread notifications about an event of people who may not see it; of anybody, or only of some. @returns of whom */
export async function deleteUnseenOf(ctx: Context, eventId: number, of?: number[]): Promise<number[]> {
  // Uses the index of each account's unread notifications; there is none by subject alone.
  const people = of ? sql<number>`(${idsOf(ctx.db, JSON.stringify(of))})` : formerPeopleOf(eventId)
  const rows = await ctx.db
    .deleteFrom('notifications')
    .where(
      'id',
      'in',
      unreadUnless(ctx, visibleToCustomer)
        .where('events.id', '=', eventId)
        .where('notifications.account_id', 'in', people),
    )
    .returning('account_id')
    .execute()
  return [...new Set(rows.map(({ account_id }) => account_id))]
}

/**
 * Deletes unread notifications about events that no longer concern an account: even public ones, as they could not be
 * found once the event is not public.
 */
export async function deleteUnseenBy(ctx: Context, accountId: number): Promise<void> {
  const query = unreadUnless(ctx, takesPart).where('notifications.account_id', '=', accountId)
  await ctx.db.deleteFrom('notifications').where('id', 'in', query).execute()
}

/** Deletes the unread confirmation of a booking. @returns whether there was one */
export const deleteConfirmation = (ctx: Context, accountId: number, bookingId: number): Promise<boolean> =>
  hasChanged(
    ctx.db
      .deleteFrom('notifications')
      .where('account_id', '=', accountId)
      .where('read_at', 'is', null)
      .where('action', '=', 'event_booked')
      .where('subject_type', '=', 'event')
      .where('part_id', '=', bookingId),
  )

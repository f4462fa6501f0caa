import { type RawBuilder, type Selectable, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { Schema } from '#platform/db/schema.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Subscription } from '#platform/live/streams.ts'
import { publicEventsTopic } from './topics.ts'

// Who may see an event: decided here alone, for every door, list, feed, file and notification.
// What may not be seen is not found.

/** What of an actor decides which events are theirs to see; null for who is not logged in. */
export type Viewer = Pick<Actor, 'id' | 'is_staff'> | null

type Condition = RawBuilder<SqlBool>
export type EventsQuery = SelectQueryBuilder<Schema, 'events', Selectable<Schema['events']>>

const isPublic: Condition = sql`events.visibility = 'public'`

const hosts = (accountId: number): Condition => sql`events.host_id = ${accountId}`

/** Whoever was invited and not uninvited, also after declining. */
const isInvited = (accountId: number): Condition => sql`exists (
  select 1 from event_invitations as invitation
  where invitation.event_id = events.id and invitation.account_id = ${accountId} and invitation.state <> 'withdrawn')`

/** Whoever has a place keeps the sight of what was public when they booked it. */
const hasPlace = (accountId: number): Condition => sql`exists (
  select 1 from bookings as own
  where own.event_id = events.id and own.account_id = ${accountId} and own.cancelled_at is null)`

const waits = (accountId: number): Condition => sql`exists (
  select 1 from waiting_entries as waiting
  where waiting.event_id = events.id and waiting.account_id = ${accountId} and waiting.ended_at is null)`

/** Staff see every event. */
export function visibleCondition(viewer: Viewer): Condition {
  if (viewer === null) return isPublic
  if (viewer.is_staff) return sql`true`
  const { id } = viewer
  return sql`(${isPublic} or ${hosts(id)} or ${isInvited(id)} or ${hasPlace(id)} or ${waits(id)})`
}

export const visibleTo = (viewer: Viewer) => (events: EventsQuery) => events.where(visibleCondition(viewer))

/** Whoever takes part in an event that is not for everybody hears of it by their own topic. */
export const everyEvent =
  (_viewer: Viewer): Subscription =>
  (topic) =>
    topic === publicEventsTopic

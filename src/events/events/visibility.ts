import { type RawBuilder, type Selectable, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { Schema } from '#platform/db/schema.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Subscription } from '#platform/live/streams.ts'
import { publicEventsTopic } from './topics.ts'

// Who may see an event: the only place for this rule, for every page, list, feed, file and notification. What may not
// be seen is not found.

/** The members of an actor on which visibility depends; null for people who are not logged in. */
export type Viewer = Pick<Actor, 'id' | 'is_staff'> | null

type Condition = RawBuilder<SqlBool>
export type EventsQuery = SelectQueryBuilder<Schema, 'events', Selectable<Schema['events']>>

const isPublic: Condition = sql`events.visibility = 'public'`

/** An account's id, or a column with it. */
type AccountId = RawBuilder<unknown>

const hosts = (account: AccountId): Condition => sql`events.host_id = ${account}`

/** Invited people, even after declining, unless the invitation was withdrawn. */
const isInvited = (account: AccountId): Condition => sql`exists (
  select 1 from event_invitations as invitation
  where invitation.event_id = events.id and invitation.account_id = ${account} and invitation.state <> 'withdrawn')`

/**
 * Whether an invitation waits for an answer. Somebody invited by name and by address answers the one by name; the other
 * stays open in the database, so that the host does not learn whose the address is.
 *
 * @param invitation the table's name in the query
 */
export const isUnanswered = (invitation: string): Condition => sql`(${sql.ref(`${invitation}.state`)} = 'open'
  and not exists (select 1 from event_invitations as named
    where named.event_id = ${sql.ref(`${invitation}.event_id`)} and named.account_id = ${sql.ref(`${invitation}.account_id`)}
    and named.email_key is null and named.state in ('accepted', 'declined')))`

/**
 * People with a place, booked or handed over, may still see an event that is no longer public. In one condition:
 * PostgreSQL would scan both tables if they were queried separately.
 */
export const hasPlace = (account: AccountId): Condition => sql`exists (
  select 1 from bookings as own
  where own.event_id = events.id and own.account_id = ${account} and own.cancelled_at is null
  union all
  select 1 from passes as held
  where held.event_id = events.id and held.holder_id = ${account} and held.cancelled_at is null)`

/** Includes people who waited when it was cancelled, and who are notified of that. */
const waits = (account: AccountId): Condition => sql`exists (
  select 1 from waiting_entries as waiting
  where waiting.event_id = events.id and waiting.account_id = ${account}
  and (waiting.ended_at is null or waiting.ended_at = events.cancelled_at))`

/** Whether an account is concerned by the event, and may see it although it is not public. */
export const takesPart = (account: AccountId): Condition =>
  sql`(${hosts(account)} or ${isInvited(account)} or ${hasPlace(account)} or ${waits(account)})`

/** Whether an account that is not on staff may see the event. */
export const visibleToCustomer = (account: AccountId): Condition => sql`(${isPublic} or ${takesPart(account)})`

/** Staff see every event. */
export function visibleCondition(viewer: Viewer): Condition {
  if (viewer === null) return isPublic
  return viewer.is_staff ? sql`true` : visibleToCustomer(sql`${viewer.id}`)
}

export const visibleTo = (viewer: Viewer) => (events: EventsQuery) => events.where(visibleCondition(viewer))

/** Participants of an event that is not public are informed through their own topic. */
export const everyEvent: Subscription = (topic) => topic === publicEventsTopic

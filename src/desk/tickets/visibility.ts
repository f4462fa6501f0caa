import { type RawBuilder, type Selectable, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { FullText } from '#platform/db/full-text.ts'
import type { Schema } from '#platform/db/schema.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Topic } from '#platform/live/live.ts'
import type { Subscription } from '#platform/live/streams.ts'
import { customerTopic, everyCustomer, forStaff } from './topics.ts'

// Who may see a ticket, and what of it: decided here alone, for every door. What may not be seen is not found.

/** What of an actor decides which tickets are theirs to see. */
export type Viewer = Pick<Actor, 'id' | 'is_staff'>
type OfCustomer = { customer_id: number }
type Condition = RawBuilder<SqlBool>
export type TicketsQuery = SelectQueryBuilder<Schema, 'tickets', Selectable<Schema['tickets']>>

/** Staff see every ticket, a customer own ones. */
const seesEvery = ({ is_staff }: Viewer) => is_staff

export const isCustomerOf = (viewer: Viewer, ticket: OfCustomer) => ticket.customer_id === viewer.id

export const maySee = (viewer: Viewer, ticket: OfCustomer) => seesEvery(viewer) || isCustomerOf(viewer, ticket)

/** Staff act as staff on every ticket but their own, where they are a customer like any other. */
export const actsAsStaff = (viewer: Viewer, ticket: OfCustomer) => viewer.is_staff && !isCustomerOf(viewer, ticket)

/** Notes, priority, tags, escalation: not even a colleague sees those of an own ticket. */
export const seesInternal = (viewer: Viewer, ticket: OfCustomer) => actsAsStaff(viewer, ticket)

/** `maySee` as conditions on `tickets`. */
export const visibleConditions = (viewer: Viewer): Condition[] => (seesEvery(viewer) ? [] : [ownCondition(viewer.id)])

/** The tickets that somebody opened, as a condition on `tickets`. */
export const ownCondition = (accountId: number): Condition => sql`tickets.customer_id = ${accountId}`

export const visibleTo = (viewer: Viewer) => (tickets: TicketsQuery) =>
  visibleConditions(viewer).reduce((some, condition) => some.where(condition), tickets)

/** `seesInternal` as a condition on `tickets`. */
export const internalCondition = (viewer: Viewer): Condition =>
  viewer.is_staff ? sql`tickets.customer_id <> ${viewer.id}` : sql`false`

/** The texts that a search looks through. */
export function searchedTexts(viewer: Viewer, terms: FullText['terms'], customer?: number): FullText[] {
  if (!seesEvery(viewer)) return [{ table: 'search_documents', terms, customer: viewer.id }]
  const texts: FullText[] = [{ table: 'search_documents', terms, customer }]
  return viewer.is_staff
    ? [...texts, { table: 'search_note_documents', terms, customer, notCustomer: viewer.id }]
    : texts
}

/** Every ticket that the viewer may see, for pages that look again when one changes. */
export function everyTicket(viewer: Viewer): Subscription {
  const own = customerTopic(viewer.id)
  const internal = forStaff(everyCustomer)
  return (topic: Topic) =>
    topic === own ||
    (seesEvery(viewer) && topic.startsWith(everyCustomer)) ||
    (viewer.is_staff && topic.startsWith(internal) && topic !== forStaff(own))
}

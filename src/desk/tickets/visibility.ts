import { type RawBuilder, type Selectable, type SelectQueryBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '#platform/db/client.ts'
import type { FullText } from '#platform/db/full-text.ts'
import type { Schema } from '#platform/db/schema.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Topic } from '#platform/live/live.ts'
import type { Subscription } from '#platform/live/streams.ts'
import { customerTopic, everyCustomer, forStaff, participantTopic, ticketTopic } from './topics.ts'

// Who may see a ticket, and what of it: the only place for this rule, for pages, the API and the classic contract. What
// may not be seen is not found.

/** The members of an actor on which visibility depends. */
export type Viewer = Pick<Actor, 'id' | 'is_staff'>
type Somebody = Pick<Viewer, 'id'>
type OfRequester = { customer_id: number }

/** The customers of a ticket: who opened it, and the participants. */
export interface OfCustomers extends OfRequester {
  participant_ids: readonly number[]
}

type Condition = RawBuilder<SqlBool>
export type TicketsQuery = SelectQueryBuilder<Schema, 'tickets', Selectable<Schema['tickets']>>

/** Staff see every ticket, customers their own and those that they take part in. */
const seesEvery = ({ is_staff }: Viewer) => is_staff

export const isRequesterOf = (viewer: Somebody, ticket: OfRequester) => ticket.customer_id === viewer.id

export const isParticipantOf = (viewer: Somebody, ticket: OfCustomers) => ticket.participant_ids.includes(viewer.id)

export const isCustomerOf = (viewer: Somebody, ticket: OfCustomers) =>
  isRequesterOf(viewer, ticket) || isParticipantOf(viewer, ticket)

export const customersOf = (ticket: OfCustomers) => [ticket.customer_id, ...ticket.participant_ids]

export const maySee = (viewer: Viewer, ticket: OfCustomers) => seesEvery(viewer) || isCustomerOf(viewer, ticket)

/** Staff act as staff on every ticket except those of which they are a customer. */
export const actsAsStaff = (viewer: Viewer, ticket: OfCustomers) => viewer.is_staff && !isCustomerOf(viewer, ticket)

/** Notes, priority, tags, escalation: staff do not see those of their own tickets. */
export const seesInternal = (viewer: Viewer, ticket: OfCustomers) => actsAsStaff(viewer, ticket)

/** `isParticipantOf` as a condition on `tickets`. */
export const takesPart = (
  accountId: number | RawBuilder<unknown>,
): Condition => sql`(tickets.has_participants = 1 and exists
  (select 1 from ticket_people where ticket_people.ticket_id = tickets.id and ticket_people.account_id = ${accountId}))`

/**
 * Every rank that a ticket can have: with this condition on open tickets the index of somebody's open tickets is used,
 * and not that of all they ever opened.
 */
export const inAnyRank: Condition = sql`tickets.queue_rank in (0, 1)`

/** `maySee` as conditions on `tickets` that are looked up by id. */
export const visibleConditions = (viewer: Viewer): Condition[] =>
  seesEvery(viewer) ? [] : [sql`(${ownCondition(viewer.id)} or ${takesPart(viewer.id)})`]

/** The tickets that somebody opened, as a condition on `tickets`. */
export const ownCondition = (accountId: number): Condition => sql`tickets.customer_id = ${accountId}`

export const visibleTo = (viewer: Viewer) => (tickets: TicketsQuery) =>
  visibleConditions(viewer).reduce((query, condition) => query.where(condition), tickets)

/**
 * `maySee` for lists: parts without common tickets, so that each can use its own index.
 *
 * @param options.open whether only open tickets are selected
 */
export function visibleLists(db: Database, viewer: Viewer, { ordered = true, open = false } = {}): TicketsQuery[] {
  const all = db.selectFrom('tickets').selectAll()
  if (seesEvery(viewer)) return [all]
  const taken = all.where('id', 'in', idsOfParts(db, viewer.id))
  const own = all.where(ownCondition(viewer.id))
  return [open ? own.where(inAnyRank) : own, ordered ? few(db, taken) : taken]
}

/** The tickets that somebody takes part in without having opened them. */
export const idsOfParts = (db: Database, accountId: number | RawBuilder<number>) =>
  db.selectFrom('ticket_people').select('ticket_id').where('account_id', '=', accountId)

export const partsOf = (db: Database, accountId: number | RawBuilder<number>): TicketsQuery =>
  few(db, db.selectFrom('tickets').selectAll().where('id', 'in', idsOfParts(db, accountId)))

/** Selected first and then sorted: otherwise all tickets might be scanned in order to find the few. */
const few = (db: Database, tickets: TicketsQuery) =>
  db
    .with(
      (cte) => cte('taken').materialized(),
      () => tickets,
    )
    .selectFrom('taken as tickets')
    .selectAll() as unknown as TicketsQuery

/** `seesInternal` as a condition on `tickets`. */
export const internalCondition = (viewer: Viewer): Condition =>
  viewer.is_staff ? sql`(tickets.customer_id <> ${viewer.id} and not ${takesPart(viewer.id)})` : sql`false`

/** The texts in which a viewer may search; each document names all customers of its ticket. */
export function searchedTexts(viewer: Viewer, terms: FullText['terms'], customer?: number): FullText[] {
  if (!seesEvery(viewer)) return [{ table: 'search_documents', terms, customer: viewer.id }]
  const texts: FullText[] = [{ table: 'search_documents', terms, customer }]
  return viewer.is_staff
    ? [...texts, { table: 'search_note_documents', terms, customer, notCustomer: viewer.id }]
    : texts
}

/** Every ticket that the viewer may see, for pages that reload when one changes. */
export function everyTicket(viewer: Viewer): Subscription {
  const own = customerTopic(viewer.id)
  const internal = forStaff(everyCustomer)
  return (topic: Topic) =>
    topic === own ||
    (seesEvery(viewer) && topic.startsWith(everyCustomer)) ||
    (viewer.is_staff && topic.startsWith(internal) && topic !== forStaff(own))
}

/** The same for the page of one ticket. A participant's topic is no longer published once they have left. */
export function topicsFor(viewer: Viewer, ticket: OfCustomers & { id: number }): Topic[] {
  const topic = ticketTopic(ticket.id)
  if (seesInternal(viewer, ticket)) return [topic, forStaff(topic)]
  return [seesEvery(viewer) || isRequesterOf(viewer, ticket) ? topic : participantTopic(ticket.id, viewer.id)]
}

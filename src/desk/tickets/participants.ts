import type { Context } from '#context'
import { conflict, forbidden, invalidField, notFound } from '#errors'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Account } from '#platform/identity/account-queries.ts'
import { isStaff } from '#platform/identity/account-type.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { findAccountFor } from '#platform/identity/references.ts'
import { updateTicket } from './change-queries.ts'
import { newest } from './changes.ts'
import { withdrawFromTicket } from './notification-withdrawal.ts'
import { refuseOwn } from './own-tickets.ts'
import { participantAdded, participantLeft, participantRemoved } from './participant-activity.ts'
import { deleteParticipant, insertParticipant, lockAccount } from './participant-queries.ts'
import type { LockedTicket } from './queries.ts'
import { indexAnew } from './search-documents.ts'
import { getTicketForUpdate } from './tickets.ts'

const most = 10

/**
 * Lets another customer take part in a ticket: they can read and write like the customer who opened it.
 *
 * @param who a username, an email address or `id:5`
 * @throws invalid (field `who`) for somebody who cannot take part
 */
export async function addParticipant(ctx: Context, actor: Actor, id: number, who: string): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const ticket = await getTicketForUpdate(ctx, actor, id)
    refuseOwn(actor, ticket)
    const account_id = await customerFor(ctx, ticket, who)
    if (ticket.participant_ids.length >= most)
      throw conflict('too_many_participants', `At most ${most} people can take part in a ticket.`)
    const now = ctx.clock.now()
    await insertParticipant(ctx, id, account_id, now)
    const participant_ids = [...ticket.participant_ids, account_id]
    const fact = { actor_id: actor.id, ticket: { ...ticket, participant_ids }, account_id }
    const line = await record(ctx, participantAdded, fact, now)
    await updateTicket(ctx, id, { has_participants: 1, ...newest(line, now) })
    await indexAnew(ctx, id)
  })
}

export const nobody = 'There is no account with this name, address or number.'

/** Why an account cannot be a ticket's customer; null if it can. */
export function whyNoCustomer({ account_type, suspended_at, deleted_at }: Account): string | null {
  if (deleted_at !== null) return 'This account was deleted.'
  if (isStaff(account_type)) return 'This is a colleague, not a customer.'
  return suspended_at === null ? null : 'This account is suspended.'
}

/** The named account, locked, if it can be added. */
async function customerFor(ctx: Context, ticket: LockedTicket, who: string): Promise<number> {
  const found = await findAccountFor(ctx, who)
  if (!found) throw invalidField('who', nobody)
  const account = await lockAccount(ctx, found.id)
  const { id } = account
  const refuse = (sentence: string) => invalidField('who', sentence)
  if (id === ticket.customer_id) throw refuse('This person opened the ticket.')
  if (ticket.participant_ids.includes(id)) throw refuse('This person already takes part in the ticket.')
  const reason = whyNoCustomer(account)
  if (reason) throw refuse(reason)
  return id
}

/**
 * Removes a participant: staff anybody, others themselves.
 *
 * @throws not-found for somebody who does not take part
 */
export async function removeParticipant(ctx: Context, actor: Actor, id: number, account_id: number): Promise<void> {
  const leaves = account_id === actor.id
  if (!leaves && !actor.is_staff) throw forbidden('staff_only', 'Only staff can remove others from a ticket.')
  await withTransaction(ctx, async (ctx) => {
    const ticket = await getTicketForUpdate(ctx, actor, id)
    if (!leaves) refuseOwn(actor, ticket)
    if (!ticket.participant_ids.includes(account_id)) throw notFound('participant')
    const now = ctx.clock.now()
    await deleteParticipant(ctx, id, account_id)
    const fact = { actor_id: actor.id, ticket, account_id }
    const line = await record(ctx, leaves ? participantLeft : participantRemoved, fact, now)
    await withdrawFromTicket(ctx, account_id, id)
    await updateTicket(ctx, id, newest(line, now))
    await indexAnew(ctx, id)
  })
}

import { addressToConfirm } from '../accounts/jobs.ts'
import { makeLink } from '../accounts/link-tokens.ts'
import { type Account, keyOf, updateAccount } from '../accounts/queries.ts'
import type { Actor } from '../actor.ts'
import { recordAudit } from '../audit/audit.ts'
import type { Context } from '../context.ts'
import { isUniqueViolation } from '../db/dialect.ts'
import { withTransaction } from '../db/transaction.ts'
import { conflict } from '../errors.ts'
import { getLiveAccount } from './accounts.ts'

/**
 * A link for a new password, to be handed over by the admin who made it; nobody can read it again. It stands for
 * no address, since it was not sent to one: using it confirms none.
 *
 * @param actor the admin, or null for the shell
 */
export const makeResetLink = (ctx: Context, actor: Actor | null, id: number): Promise<string> =>
  withTransaction(ctx, async (ctx) => {
    await getLiveAccount(ctx, id)
    await record(ctx, actor, id, 'reset_link_made')
    return makeLink(ctx, 'reset_password', id, '')
  })

/** A link that confirms the account's address, for desks that send no mail. */
export const makeConfirmationLink = (ctx: Context, actor: Actor, id: number): Promise<string> =>
  withTransaction(ctx, async (ctx) => {
    const address = addressStillToConfirm(await getLiveAccount(ctx, id))
    await record(ctx, actor, id, 'confirmation_link_made')
    return makeLink(ctx, 'verify_email', id, address)
  })

/** The admin's own word that the address is the person's. */
export async function confirmByHand(ctx: Context, actor: Actor, id: number): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    const email = addressStillToConfirm(await getLiveAccount(ctx, id))
    try {
      const confirmed = { email, email_key: keyOf(email), email_verified_at: ctx.clock.now(), pending_email: null }
      await updateAccount(ctx, id, confirmed)
    } catch (error) {
      if (isUniqueViolation(error)) throw conflict('email_taken', 'Another account has confirmed this address already.')
      throw error
    }
    await record(ctx, actor, id, 'email_confirmed')
  })
}

function addressStillToConfirm(account: Account): string {
  const address = addressToConfirm(account)
  if (!address) throw conflict('email_confirmed', 'The address of this account is confirmed already.')
  return address
}

const record = (ctx: Context, actor: Actor | null, entity_id: number, action: string) =>
  recordAudit(ctx, { actor_id: actor?.id ?? null, action, entity: 'account', entity_id })

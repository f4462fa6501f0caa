import type { Context } from '#context'
import { hasChanged } from '#platform/db/changed-rows.ts'
import type { Invitation } from './invitation-queries.ts'

// Invitations to an email address: until an account follows the link, or confirms the address, nobody has them.

export const findInvitationByToken = (ctx: Context, token_hash: string): Promise<Invitation | undefined> =>
  ctx.db
    .selectFrom('event_invitations')
    .selectAll()
    .where('token_hash', '=', token_hash)
    .where('state', '<>', 'withdrawn')
    .executeTakeFirst()

export async function setInvitationToken(ctx: Context, id: number, token_hash: string): Promise<void> {
  await ctx.db.updateTable('event_invitations').set({ token_hash }).where('id', '=', id).execute()
}

/** The mail server rejected the address permanently. */
export async function markInvitationRefused(ctx: Context, id: number): Promise<void> {
  await ctx.db.updateTable('event_invitations').set({ refused_at: ctx.clock.now() }).where('id', '=', id).execute()
}

/** @returns false when it was followed or withdrawn meanwhile */
export const bindInvitation = (ctx: Context, id: number, account_id: number): Promise<boolean> =>
  hasChanged(
    ctx.db
      .updateTable('event_invitations')
      .set({ account_id, event_ends_at: null })
      .where('id', '=', id)
      .where('account_id', 'is', null)
      .where('state', '<>', 'withdrawn'),
  )

/** Binds invitations to an address that nobody has followed. @returns them, with the topics of their events */
export async function bindInvitationsTo(ctx: Context, email_key: string, account_id: number) {
  const bound = await ctx.db
    .updateTable('event_invitations')
    .set({ account_id, event_ends_at: null })
    .where('email_key', '=', email_key)
    .where('account_id', 'is', null)
    .where('state', '<>', 'withdrawn')
    .where('event_id', 'not in', (eb) => eb.selectFrom('events').select('id').where('host_id', '=', account_id))
    .returning('id')
    .execute()
  if (bound.length === 0) return []
  return ctx.db
    .selectFrom('event_invitations as invitation')
    .innerJoin('events', 'events.id', 'invitation.event_id')
    .select(['invitation.id as invitation_id', 'events.id', 'events.host_id', 'events.visibility'])
    .where(
      'invitation.id',
      'in',
      bound.map(({ id }) => id),
    )
    .execute()
}

/** When the event ends, for invitations that are deleted some time after that. */
export async function setInvitationsEnd(ctx: Context, eventId: number, event_ends_at: number): Promise<void> {
  await ctx.db
    .updateTable('event_invitations')
    .set({ event_ends_at })
    .where('event_id', '=', eventId)
    .where('event_ends_at', 'is not', null)
    .execute()
}

/** Invitations to an address that no account has followed yet, and whose link has gone out. */
export async function listMailedInvitations(ctx: Context, eventId: number): Promise<number[]> {
  const rows = await ctx.db
    .selectFrom('event_invitations')
    .select('id')
    .where('event_id', '=', eventId)
    .where('account_id', 'is', null)
    .where('state', '=', 'open')
    .where('token_hash', 'is not', null)
    .execute()
  return rows.map(({ id }) => id)
}

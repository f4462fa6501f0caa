import { type Insertable, type Selectable, sql } from 'kysely'
import type { Context } from '#context'
import type { Schema } from '#platform/db/schema.ts'
import type { InvitationState } from '#platform/db/tables/events.ts'

export type Invitation = Selectable<Schema['event_invitations']>

/** Each person once: whoever was uninvited is invited anew. @returns undefined for who is invited already */
export async function insertInvitation(
  ctx: Context,
  invitation: Insertable<Schema['event_invitations']>,
): Promise<number | undefined> {
  const columns = invitation.account_id ? (['event_id', 'account_id'] as const) : (['event_id', 'email_key'] as const)
  const present = sql.ref<number | string>(columns[1])
  const row = await ctx.db
    .insertInto('event_invitations')
    .values(invitation)
    .onConflict((conflict) =>
      conflict
        .columns(columns)
        .where(present, 'is not', null)
        .doUpdateSet({ state: 'open', invited_at: invitation.invited_at, invited_by: invitation.invited_by })
        .where('event_invitations.state', '=', 'withdrawn'),
    )
    .returning('id')
    .executeTakeFirst()
  return row?.id
}

export const findInvitation = (ctx: Context, id: number): Promise<Invitation | undefined> =>
  ctx.db.selectFrom('event_invitations').selectAll().where('id', '=', id).executeTakeFirst()

export const findOwnInvitation = (ctx: Context, eventId: number, accountId: number): Promise<Invitation | undefined> =>
  ctx.db
    .selectFrom('event_invitations')
    .selectAll()
    .where('event_id', '=', eventId)
    .where('account_id', '=', accountId)
    .executeTakeFirst()

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

/** @returns false when somebody was quicker, or this account is invited by name as well */
export async function bindInvitation(ctx: Context, id: number, account_id: number): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('event_invitations')
    .set({ account_id })
    .where('id', '=', id)
    .where('account_id', 'is', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('event_invitations as other')
            .select('other.id')
            .whereRef('other.event_id', '=', 'event_invitations.event_id')
            .where('other.account_id', '=', account_id),
        ),
      ),
    )
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** @returns whether it was in one of those states */
export async function changeInvitation(
  ctx: Context,
  id: number,
  from: InvitationState[],
  state: InvitationState,
): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('event_invitations')
    .set({ state })
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Everybody who was invited and not uninvited, with their names. */
export const listInvited = (ctx: Context, eventId: number) =>
  ctx.db
    .selectFrom('event_invitations')
    .leftJoin('accounts', 'accounts.id', 'event_invitations.account_id')
    .select([
      'event_invitations.id',
      'event_invitations.email',
      'event_invitations.state',
      'event_invitations.account_id',
      'accounts.username',
      'accounts.display_name',
      'accounts.profile_icon',
      'accounts.picture_id',
      'accounts.account_type',
    ])
    .where('event_invitations.event_id', '=', eventId)
    .where('event_invitations.state', '<>', 'withdrawn')
    .orderBy('event_invitations.id')
    .limit(500)
    .execute()

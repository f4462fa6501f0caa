import { type Insertable, type Selectable, sql } from 'kysely'
import type { Context } from '#context'
import { latestPlausible } from '#lib/clock-skew.ts'
import { endedInvitation } from '#people/accounts/revocation-queries.ts'
import { hasChanged } from '#platform/db/changed-rows.ts'
import type { Schema } from '#platform/db/schema.ts'

export type Invitation = Selectable<Schema['staff_invitations']>

/** A literal, so that SQLite uses the partial index of open ones. */
const open = sql.lit<'open'>('open')

export async function insertInvitation(ctx: Context, values: Insertable<Schema['staff_invitations']>): Promise<number> {
  const { id } = await ctx.db.insertInto('staff_invitations').values(values).returning('id').executeTakeFirstOrThrow()
  return id
}

/** Ends earlier invitations of an address. */
export const replaceInvitation = (ctx: Context, email_key: string) =>
  ctx.db
    .updateTable('staff_invitations')
    .set(endedInvitation(ctx, 'replaced'))
    .where('email_key', '=', email_key)
    .where('state', '=', open)
    .execute()

/** Also finds invitations that are no longer valid. */
export const findInvitationByToken = (ctx: Context, token_hash: string): Promise<Invitation | undefined> =>
  ctx.db.selectFrom('staff_invitations').selectAll().where('token_hash', '=', token_hash).executeTakeFirst()

export const findOpenInvitation = (ctx: Context, id: number): Promise<Invitation | undefined> =>
  ctx.db.selectFrom('staff_invitations').selectAll().where('id', '=', id).where('state', '=', open).executeTakeFirst()

/** @returns false if it is no longer open */
export const setInvitationToken = (ctx: Context, id: number, token_hash: string): Promise<boolean> =>
  hasChanged(ctx.db.updateTable('staff_invitations').set({ token_hash }).where('id', '=', id).where('state', '=', open))

export const markInvitationRefused = (ctx: Context, id: number) =>
  ctx.db.updateTable('staff_invitations').set({ refused_at: ctx.clock.now() }).where('id', '=', id).execute()

/** Uses an invitation up. @returns true for exactly one of several concurrent calls */
export function takeInvitation(ctx: Context, token_hash: string): Promise<boolean> {
  const now = ctx.clock.now()
  return hasChanged(
    ctx.db
      .updateTable('staff_invitations')
      .set(endedInvitation(ctx, 'accepted'))
      .where('token_hash', '=', token_hash)
      .where('state', '=', open)
      .where('expires_at', '>', now)
      .where('invited_at', '<=', latestPlausible(now)),
  )
}

/** @returns false if it was no longer open */
export const endInvitation = (ctx: Context, id: number, how: 'replaced' | 'withdrawn'): Promise<boolean> =>
  hasChanged(
    ctx.db
      .updateTable('staff_invitations')
      .set(endedInvitation(ctx, how))
      .where('id', '=', id)
      .where('state', '=', open),
  )

export const withdrawInvitationsTo = (ctx: Context, email_key: string) =>
  ctx.db
    .updateTable('staff_invitations')
    .set(endedInvitation(ctx, 'withdrawn'))
    .where('email_key', '=', email_key)
    .where('state', '=', open)
    .execute()

/** Newest first, with the inviter; including expired ones that are not yet deleted. */
export const listOpenInvitations = (ctx: Context) =>
  ctx.db
    .selectFrom('staff_invitations as invitation')
    .innerJoin('accounts as inviter', 'inviter.id', 'invitation.invited_by')
    .select([
      'invitation.id',
      'invitation.email',
      'invitation.account_type',
      'invitation.invited_at',
      'invitation.expires_at',
      'invitation.mailed',
      'invitation.refused_at',
      'inviter.id as inviter_id',
      'inviter.username',
      'inviter.display_name',
      'inviter.profile_icon',
      'inviter.picture_id',
      'inviter.account_type as inviter_type',
    ])
    .where('invitation.state', '=', open)
    .orderBy('invitation.id', 'desc')
    .limit(500)
    .execute()

/** @returns the number of an admin's valid invitations */
export async function countOpenInvitations(ctx: Context, accountId: number): Promise<number> {
  const now = ctx.clock.now()
  const { count } = await ctx.db
    .selectFrom('staff_invitations')
    .where('invited_by', '=', accountId)
    .where('state', '=', open)
    .where('expires_at', '>', now)
    .where('invited_at', '<=', latestPlausible(now))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

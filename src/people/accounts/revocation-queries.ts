import type { Context } from '#context'
import { countChanged } from '#platform/db/changed-rows.ts'
import { lockingRows } from '#platform/db/dialect.ts'
import type { TokenPurpose } from '#platform/db/schema.ts'
import { type Account, keyOf, waitsForAddress } from '#platform/identity/account-queries.ts'

/**
 * Reads the account and locks its row until the transaction ends. Everything that adds or revokes credentials takes
 * this lock before any other row of the account, which avoids deadlocks.
 */
export const lockAccount = (ctx: Context, id: number): Promise<Account | undefined> =>
  ctx.db.selectFrom('accounts').selectAll().where('id', '=', id).$call(lockingRows(ctx.db)).executeTakeFirst()

/**
 * The same before an address becomes the account's own: locks all accounts that name it, always in the same order, so
 * that concurrent confirmations run one after the other.
 */
export async function lockForAddress(ctx: Context, id: number, email: string): Promise<Account | undefined> {
  if (email === '') return lockAccount(ctx, id)
  const rows = await ctx.db
    .selectFrom('accounts')
    .selectAll()
    .where(({ eb, or }) => or([eb('id', '=', id), eb('email_key', '=', keyOf(email)), waitsForAddress(email)]))
    .orderBy('id')
    .$call(lockingRows(ctx.db))
    .execute()
  return rows.find((row) => row.id === id)
}

export const raiseCredentialsVersion = (ctx: Context, id: number) =>
  ctx.db
    .updateTable('accounts')
    .set((eb) => ({ credentials_version: eb('credentials_version', '+', 1) }))
    .where('id', '=', id)
    .execute()

export const clearPendingEmail = (ctx: Context, id: number) =>
  ctx.db.updateTable('accounts').set({ pending_email: null }).where('id', '=', id).execute()

/** Pending sessions wait for the second step of a login. */
export const deleteSessions = (ctx: Context, accountId: number, which: 'whole' | 'pending', exceptId = '') =>
  ctx.db
    .deleteFrom('sessions')
    .where('account_id', '=', accountId)
    .where('second_factor_required', '=', which === 'pending' ? 1 : 0)
    .where('id', '!=', exceptId)
    .execute()

/** Links that were sent to an address, or that an admin made to hand over. */
export const voidLinks = (ctx: Context, accountId: number, purpose: TokenPurpose, which: 'mailed' | 'handed') =>
  ctx.db
    .updateTable('account_tokens')
    .set({ used_at: ctx.clock.now() })
    .where('account_id', '=', accountId)
    .where('purpose', '=', purpose)
    .where('email', which === 'mailed' ? '!=' : '=', '')
    .where('used_at', 'is', null)
    .execute()

/** Voids the links that an admin has made for others. */
export const voidIssuedLinks = (ctx: Context, accountId: number) =>
  ctx.db
    .updateTable('account_tokens')
    .set({ used_at: ctx.clock.now() })
    .where('issued_by', '=', accountId)
    .where('used_at', 'is', null)
    .execute()

export const deleteAuthenticator = (ctx: Context, accountId: number, which: 'pending' | 'confirmed') =>
  ctx.db
    .deleteFrom('authenticators')
    .where('account_id', '=', accountId)
    .where('confirmed_at', which === 'pending' ? 'is' : 'is not', null)
    .execute()

/** Those added before a time. */
export const deletePasskeysOfBefore = (ctx: Context, accountId: number, time: number) =>
  ctx.db.deleteFrom('passkeys').where('account_id', '=', accountId).where('created_at', '<', time).execute()

/**
 * Revokes the personal API tokens of an account, or one of them. They expire now, so that their rows are deleted along
 * with those of expired tokens.
 *
 * @returns how many were revoked
 */
export function revokeApiTokens(ctx: Context, accountId: number, tokenId?: number): Promise<number> {
  const now = ctx.clock.now()
  return countChanged(
    ctx.db
      .updateTable('api_tokens')
      .set({ revoked_at: now, expires_at: now })
      .where('account_id', '=', accountId)
      .where('revoked_at', 'is', null)
      .$if(tokenId !== undefined, (query) => query.where('id', '=', tokenId as number)),
  )
}

/** A closed invitation keeps no personal data: the address is deleted, and only the hash of its link stays. */
export const endedInvitation = ({ clock }: Pick<Context, 'clock'>, state: 'accepted' | 'replaced' | 'withdrawn') => ({
  state,
  email: '',
  email_key: '',
  expires_at: clock.now(),
})

/** Withdraws the open invitations that an admin has made. */
export const withdrawStaffInvitations = (ctx: Context, accountId: number) =>
  ctx.db
    .updateTable('staff_invitations')
    .set(endedInvitation(ctx, 'withdrawn'))
    .where('invited_by', '=', accountId)
    .where('state', '=', 'open')
    .execute()

export const deleteAllOf = (
  ctx: Context,
  table: 'recovery_codes' | 'passkeys' | 'passkey_challenges' | 'calendar_feeds',
  accountId: number,
) => ctx.db.deleteFrom(table).where('account_id', '=', accountId).execute()

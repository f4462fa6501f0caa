import type { Insertable } from 'kysely'
import type { Context } from '#context'
import type { Schema } from '#platform/db/schema.ts'
import { keyOf, waitsForAddress } from '#platform/identity/account-queries.ts'

export const insertCapturedMail = (ctx: Context, mail: Insertable<Schema['captured_mails']>) =>
  ctx.db.insertInto('captured_mails').values(mail).execute()

/** Accounts with this address get no more mail, and those waiting to confirm it will not get the link. */
export async function markRefused(ctx: Context, email: string): Promise<void> {
  const accounts = ctx.db.updateTable('accounts').where('deleted_at', 'is', null)
  const now = ctx.clock.now()
  await accounts.set({ email_refused_at: now }).where('email_key', '=', keyOf(email)).execute()
  await accounts.set({ pending_email_refused_at: now }).where(waitsForAddress(email)).execute()
}

export const isSent = async (ctx: Context, message_id: string): Promise<boolean> =>
  (await ctx.db
    .selectFrom('sent_mails')
    .select('message_id')
    .where('message_id', '=', message_id)
    .executeTakeFirst()) !== undefined

/** A retry may insert the same mail again. */
export const insertSentMail = (ctx: Context, mail: Insertable<Schema['sent_mails']>) =>
  ctx.db
    .insertInto('sent_mails')
    .values(mail)
    .onConflict((conflict) => conflict.column('message_id').doNothing())
    .execute()

/** Newest first. */
export const listCapturedMails = (ctx: Context) =>
  ctx.db.selectFrom('captured_mails').selectAll().orderBy('id', 'desc').limit(100).execute()

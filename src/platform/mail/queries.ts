import type { Insertable } from 'kysely'
import type { Context } from '#context'
import type { Schema } from '#platform/db/schema.ts'

export const insertCapturedMail = (ctx: Context, mail: Insertable<Schema['captured_mails']>) =>
  ctx.db.insertInto('captured_mails').values(mail).execute()

/** Newest first. */
export const listCapturedMails = (ctx: Context) =>
  ctx.db.selectFrom('captured_mails').selectAll().orderBy('id', 'desc').limit(100).execute()

import type { Insertable } from 'kysely'
import type { Context } from '#context'
import type { Schema } from '#platform/db/schema.ts'

export const insertCaughtMail = (ctx: Context, mail: Insertable<Schema['caught_mails']>) =>
  ctx.db.insertInto('caught_mails').values(mail).execute()

/** Newest first. */
export const listCaughtMails = (ctx: Context) =>
  ctx.db.selectFrom('caught_mails').selectAll().orderBy('id', 'desc').limit(100).execute()

import type { Insertable } from 'kysely'
import type { Context } from '../context.ts'
import type { Schema } from '../db/schema.ts'

export const insertAuditEntry = (ctx: Context, entry: Insertable<Schema['audit_entries']>) =>
  ctx.db.insertInto('audit_entries').values(entry).execute()

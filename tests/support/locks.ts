import { sql } from 'kysely'
import type { Context } from '#context'
import { engine } from './database.ts'

/** Waits until another transaction waits for a lock; on SQLite transactions always wait for each other. */
export async function somebodyWaits(ctx: Context): Promise<void> {
  if (engine === 'sqlite') return
  const waiting = sql`select 1 from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock'`
  while ((await waiting.execute(ctx.db)).rows.length === 0);
}

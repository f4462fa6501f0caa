import type { Context } from '#context'
import { record } from '#platform/activity/record.ts'
import { lockName } from '#platform/db/dialect.ts'
import { whenCommitted, withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { settingsChanged } from './activity.ts'
import { deleteSetting, storeSetting } from './queries.ts'
import type { SettingsChange } from './schemas.ts'
import { readStored, type Settings, type Stored } from './settings.ts'

/** Sets these settings, or resets them to the environment's; takes effect at once in every process. */
export async function changeSettings(ctx: Context, actor: Actor, change: SettingsChange): Promise<void> {
  const wanted: Stored = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value ?? undefined]))
  await withTransaction(ctx, (ctx) => storeChange(ctx, actor, wanted))
}

/** Called in a transaction. @param wanted undefined resets a setting */
export async function storeChange(ctx: Context, actor: Actor, wanted: Stored): Promise<void> {
  // Otherwise a concurrent change of another setting would overwrite this one with the value that it had read.
  await lockName(ctx.db, 'settings')
  const stored = await readStored(ctx.db)
  const names = Object.keys(wanted) as (keyof Settings)[]
  const changed = names.filter((name) => wanted[name] !== stored[name])
  if (changed.length === 0) return
  for (const name of changed) {
    if (wanted[name] === undefined) await deleteSetting(ctx, name)
    else await storeSetting(ctx, name, JSON.stringify(wanted[name]))
  }
  const now = await readStored(ctx.db)
  whenCommitted(ctx, () => ctx.settings.adopt(now))
  await record(ctx, settingsChanged, {
    actor_id: actor.id,
    before: picked(stored, changed),
    after: picked(wanted, changed),
  })
}

/** Null for settings that the environment decides. */
const picked = (values: Stored, names: (keyof Settings)[]) =>
  Object.fromEntries(names.map((name) => [name, values[name] ?? null]))

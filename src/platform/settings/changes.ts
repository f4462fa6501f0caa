import type { Context } from '#context'
import { record } from '#platform/activity/record.ts'
import { lockName } from '#platform/db/dialect.ts'
import { whenCommitted, withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { settingsChanged } from './activity.ts'
import { deleteSetting, storeSetting } from './queries.ts'
import type { SettingsChange } from './schemas.ts'
import { readStored, type Settings, type Stored } from './settings.ts'

/** Sets what is named, or takes it back to what the environment says; in force at once, in every process. */
export async function changeSettings(ctx: Context, actor: Actor, change: SettingsChange): Promise<void> {
  const wanted: Stored = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value ?? undefined]))
  await withTransaction(ctx, (ctx) => storeChange(ctx, actor, wanted))
}

/** To be called in a transaction. @param wanted undefined takes a setting back */
export async function storeChange(ctx: Context, actor: Actor, wanted: Stored): Promise<void> {
  // Whoever changes another setting at the same moment would take up what was there before this one.
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

/** Null where nothing is set and the environment counts. */
const picked = (values: Stored, names: (keyof Settings)[]) =>
  Object.fromEntries(names.map((name) => [name, values[name] ?? null]))

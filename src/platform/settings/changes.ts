import type { Context } from '#context'
import { record } from '#platform/activity/record.ts'
import { lockName } from '#platform/db/dialect.ts'
import { whenCommitted, withTransaction } from '#platform/db/transaction.ts'
import { requireRecentAuthentication } from '#platform/http/recent-authentication.ts'
import type { Actor, SessionActor } from '#platform/identity/actor.ts'
import { settingsChanged } from './activity.ts'
import { deleteSetting, storeSetting } from './queries.ts'
import type { SettingsChange } from './schemas.ts'
import { readStored, type Settings, type Stored } from './settings.ts'

/** What a login is good for: changed by a recent proof of identity only, as credentials are. */
const ofLogins = new Set<keyof Settings>([
  'require_verified_email',
  'session_hours',
  'keep_logged_in_days',
  'keep_logged_in_idle_days',
  'session_binding',
  'single_session',
])

/**
 * Sets these settings, or resets them to the environment's; takes effect at once in every process.
 *
 * @throws forbidden (reauthentication_required) where one of logins changes
 */
export async function changeSettings(ctx: Context, actor: SessionActor, change: SettingsChange): Promise<void> {
  const wanted: Stored = Object.fromEntries(Object.entries(change).map(([name, value]) => [name, value ?? undefined]))
  await withTransaction(ctx, async (ctx) => {
    const changed = await storeChange(ctx, actor, wanted)
    if (changed.some((name) => ofLogins.has(name))) requireRecentAuthentication(ctx, actor)
  })
}

/** Called in a transaction. @param wanted undefined resets a setting. @returns which have changed */
export async function storeChange(ctx: Context, actor: Actor, wanted: Stored): Promise<(keyof Settings)[]> {
  // Otherwise a concurrent change of another setting would overwrite this one with the value that it had read.
  await lockName(ctx.db, 'settings')
  const stored = await readStored(ctx.db)
  const names = Object.keys(wanted) as (keyof Settings)[]
  const changed = names.filter((name) => wanted[name] !== stored[name])
  if (changed.length === 0) return changed
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
  return changed
}

/** Null for settings that the environment decides. */
const picked = (values: Stored, names: (keyof Settings)[]) =>
  Object.fromEntries(names.map((name) => [name, values[name] ?? null]))

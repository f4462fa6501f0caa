import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Database } from '../db/client.ts'
import { definedOnly } from '../objects.ts'

const yesNo = z.boolean()

/** What an admin may set in the browser; where nothing was set the environment counts. */
export const settingsSchema = z.strictObject({
  site_name: z.string(),
  site_logo: z.string().nullable(),
  site_color: z.string().nullable(),
  require_verified_email: yesNo,
  session_hours: z.int().min(1).max(8760),
  /** Whether a session holds only for the browser and address that started it. */
  session_binding: yesNo,
  single_session: yesNo,
  max_open_tickets: z.int().min(1).max(1000),
})

export type Settings = z.output<typeof settingsSchema>

export interface SettingsStore {
  readonly current: Settings
  /** Reads again what is stored. */
  reload(db: Database): Promise<void>
}

export async function openSettings(config: Config, db: Database): Promise<SettingsStore> {
  let current: Settings = config.settings
  const store = {
    get current() {
      return current
    },
    async reload(db: Database) {
      const rows = await db.selectFrom('settings').select(['name', 'value']).execute()
      const stored = Object.fromEntries(rows.map(({ name, value }) => [name, JSON.parse(value)]))
      const checked = settingsSchema.partial().safeParse(stored)
      current = { ...config.settings, ...(checked.success ? definedOnly(checked.data) : {}) }
    },
  }
  await store.reload(db)
  return store
}

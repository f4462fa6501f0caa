import { z } from 'zod'
import type { Config } from '#config'
import { definedOnly } from '#lib/objects.ts'
import { type Database, engineOf } from '#platform/db/client.ts'
import { listStoredSettings } from './stored-queries.ts'

const yesNo = z.boolean()
const hours = z.int().min(1).max(8760)
const days = z.int().min(1).max(365)

/** What an admin may set in the browser; where nothing was set the environment counts. */
export const settingsSchema = z.strictObject({
  site_name: z.string(),
  site_logo: z.string().nullable(),
  site_color: z.string().nullable(),
  require_verified_email: yesNo,
  session_hours: hours,
  /** How long a login lasts for who ticks “Keep me logged in”, and how long unused. */
  keep_logged_in_days: days,
  keep_logged_in_idle_days: days,
  /** Whether a session holds only for the browser and address that started it. */
  session_binding: yesNo,
  single_session: yesNo,
  max_open_tickets: z.int().min(1).max(1_000_000),
  /** Whether people write to each other: not at all, where a feature allows it, or everyone to everyone. */
  messages: z.enum(['off', 'hosts', 'everyone']),
  /** Whether the house has events that people book. */
  events: yesNo,
  /** Whether a ticket's time counts while it waits for the desk, or from its opening on. */
  escalate_when: z.enum(['waiting', 'open']),
  /** How long a ticket of each priority may wait before it is escalated. */
  escalate_hours_low: hours,
  escalate_hours_normal: hours,
  escalate_hours_high: hours,
  escalate_hours_urgent: hours,
})

export type Settings = z.output<typeof settingsSchema>
export type Stored = { [Name in keyof Settings]?: Settings[Name] | undefined }

export interface SettingsStore {
  readonly current: Settings
  /** What was set in the browser, without what the environment says. */
  readonly stored: Stored
  /** Reads again what is stored. */
  reload(db: Database): Promise<void>
  /** Takes what has just been committed, before anybody asks again. */
  adopt(stored: Stored): void
  close(): void
}

/** On SQLite no signal crosses from one process to another, so each looks again this often. */
const lookAgainEvery = 2000

export async function openSettings(config: Config, db: Database): Promise<SettingsStore> {
  let stored: Stored = {}
  let current: Settings = config.settings
  let started = 0
  let applied = 0
  const apply = (values: Stored, turn: number) => {
    if (turn < applied) return
    applied = turn
    stored = values
    current = { ...config.settings, ...definedOnly(values) }
  }
  const store: SettingsStore = {
    get current() {
      return current
    },
    get stored() {
      return stored
    },
    async reload(db) {
      started += 1
      const turn = started
      apply(await readStored(db), turn)
    },
    adopt(values) {
      started += 1
      apply(values, started)
    },
    close: () => clearInterval(timer),
  }
  await store.reload(db)
  const timer = engineOf(config.database.url) === 'sqlite' ? lookAgain(() => store.reload(db)) : undefined
  return store
}

const lookAgain = (reload: () => Promise<void>) =>
  setInterval(() => void reload().catch(() => {}), lookAgainEvery).unref()

/** Undefined, which no setting can be, where the text is broken. */
function valueIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const fields = settingsSchema.partial().shape

/** A stored value that is broken or no longer allowed counts as not set; the others stay. */
export async function readStored(db: Database): Promise<Stored> {
  const rows = await listStoredSettings(db)
  const good = rows.flatMap(({ name, value }) => {
    const checked = name in fields ? fields[name as keyof Settings].safeParse(valueIn(value)) : undefined
    return checked?.success ? [[name, checked.data]] : []
  })
  return Object.fromEntries(good)
}

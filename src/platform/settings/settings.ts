import { z } from 'zod'
import type { Config } from '#config'
import { definedOnly } from '#lib/objects.ts'
import type { Database } from '#platform/db/client.ts'
import { withTimeouts } from '#platform/db/timeouts.ts'
import { listStoredSettings } from './stored-queries.ts'

const yesNo = z.boolean()
const hours = z.int().min(1).max(8760)
const days = z.int().min(1).max(365)

/** What an admin can set in the browser; anything not set is taken from the environment. */
export const settingsSchema = z.strictObject({
  site_name: z.string(),
  site_logo: z.string().nullable(),
  site_color: z.string().nullable(),
  require_verified_email: yesNo,
  session_hours: hours,
  /** How long a session lasts with “Keep me logged in”, and how long if unused. */
  keep_logged_in_days: days,
  keep_logged_in_idle_days: days,
  /** Whether a session is valid only for the browser and address that started it. */
  session_binding: yesNo,
  single_session: yesNo,
  max_open_tickets: z.int().min(1).max(1_000_000),
  /** Who can write direct messages: nobody, only through features that allow it, or everyone to everyone. */
  messages: z.enum(['off', 'hosts', 'everyone']),
  /** Whether there are events that people can book. */
  events: yesNo,
  /** Whether escalation counts the time since a ticket began to wait for the desk, or since it was opened. */
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
  /** What was set in the browser, without the environment's values. */
  readonly stored: Stored
  /** Reads the stored settings again. */
  reload(db: Database): Promise<void>
  /** Takes over settings that were just committed, before the next read. */
  adopt(stored: Stored): void
  close(): void
}

/**
 * Each process reads the settings again this often: on SQLite no signal reaches the others, and on PostgreSQL one is
 * missed while the connection for signals is down.
 */
const reloadEvery = 2000
/** No reading outlasts the next one: while the database hangs, each would take another connection. */
const timeouts = { statement: reloadEvery, lock: reloadEvery, total: reloadEvery }

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
  const reload = () => withTimeouts(timeouts, () => store.reload(db)).catch(() => {})
  const timer = setInterval(() => void reload(), reloadEvery).unref()
  return store
}

/** Undefined, which no setting can be, for invalid JSON. */
function valueIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const fields = settingsSchema.partial().shape

/** A stored value that is invalid or no longer allowed is ignored; the others stay. */
export async function readStored(db: Database): Promise<Stored> {
  const rows = await listStoredSettings(db)
  const good = rows.flatMap(({ name, value }) => {
    const checked = name in fields ? fields[name as keyof Settings].safeParse(valueIn(value)) : undefined
    return checked?.success ? [[name, checked.data]] : []
  })
  return Object.fromEntries(good)
}

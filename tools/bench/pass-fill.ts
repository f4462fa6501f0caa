import { createPrivateKey, createPublicKey, randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type Insertable, sql } from 'kysely'
import { loadConfig } from '#config'
import type { Context } from '#context'
import { addAccount } from '#people/accounts/accounts.ts'
import { startSession } from '#people/sessions/sessions.ts'
import type { Schema } from '#platform/db/schema.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { createContext } from '../../src/open-context.ts'
import { folder } from './fills.ts'
import { settings } from './settings.ts'

/** The event of all passes. */
export const passEvent = 1
export const passDoor = 1
export const env = { EVENTS: 'on', LOG_LEVEL: 'warn' }
/** The tag of each pass until it is shown. */
export const tag = '0123456789abcdef'

const hour = 3_600_000
const portion = 500
export const buyersWithSessions = 200
const passesEach = 4

export interface Buyer {
  id: number
  token: string
  session_id: string
}

export interface FilledHouse {
  ctx: Context
  database: string
  /** A copy for the twin. */
  twin: string
  host: Buyer
  buyers: Buyer[]
}

/** A key for both sides. */
export function twinKeys() {
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  return { privateKey, publicKey: createPublicKey(privateKey) }
}

async function joinHouse(ctx: Context, username: string, type: 'assistant' | 'customer'): Promise<Buyer> {
  const account = await addAccount(ctx, { username, email: `${username}@example.org` }, 'no hash at all', type)
  const { token } = await startSession(ctx, account)
  const { id: session_id } = await ctx.db
    .selectFrom('sessions')
    .select('id')
    .where('account_id', '=', account.id)
    .executeTakeFirstOrThrow()
  return { id: account.id, token, session_id }
}

/** Passes of one event, four for each person, all of them shown; the first people have sessions. */
export async function fillPasses(size: number): Promise<FilledHouse> {
  const name = `passes-${size}-${randomUUID()}`
  const [database, twin] = [join(folder, `${name}.db`), join(folder, `${name}-twin.db`)]
  const ctx = await createContext(loadConfig({ ...settings(`file:${database}`, 0), ...env }))
  const host = await joinHouse(ctx, 'host', 'assistant')
  const buyers: Buyer[] = []
  for (let n = 0; n < buyersWithSessions; n++) buyers.push(await joinHouse(ctx, `buyer${n}`, 'customer'))
  const now = Date.now()
  await withTransaction(ctx, async (ctx) => {
    await insertEvent(ctx, host.id, size, now)
    const holders = [...buyers.map(({ id }) => id), ...(await insertPeople(ctx, size / passesEach, now))]
    for (let first = 1; first <= size; first += portion) {
      const ids = Array.from({ length: Math.min(portion, size - first + 1) }, (_, n) => first + n)
      const holderOf = (id: number) => holders[Math.floor((id - 1) / passesEach)] as number
      const sessionOf = (id: number) => (buyers[Math.floor((id - 1) / passesEach) % buyers.length] as Buyer).session_id
      await insert(
        ctx,
        'bookings',
        ids.map((id) => ({
          ...{ id, event_id: passEvent, account_id: holderOf(id), purchase_id: `filled-${id}`, request_hash: '' },
          ...{ places: 1, booked_at: now },
        })),
      )
      await insert(
        ctx,
        'booked_places',
        ids.map((id) => ({ id, booking_id: id, type_id: null, position: 0 })),
      )
      await insert(
        ctx,
        'passes',
        ids.map((id) => ({
          ...{ id, place_id: id, event_id: passEvent, holder_id: holderOf(id), type_number: 0, generation: 1 },
          ...{ public_id: publicIdOf(id), short_code: `F${String(id).padStart(7, '0')}` },
          ...{ tag, session_id: sessionOf(id), shown_at: now },
        })),
      )
    }
  })
  await sql`vacuum into ${twin}`.execute(ctx.db)
  return { ctx, database: `file:${database}`, twin: `file:${twin}`, host, buyers }
}

export const publicIdOf = (id: number) => `feed${String(id).padStart(12, '0')}`

const insert = <T extends keyof Schema>(ctx: Context, table: T, rows: Insertable<Schema[T]>[]) =>
  ctx.db.insertInto(table).values(rows).execute()

/** The other people only need rows. */
async function insertPeople(ctx: Context, count: number, now: number): Promise<number[]> {
  const ids: number[] = []
  for (let first = 0; first < count; first += portion) {
    const rows = Array.from({ length: Math.min(portion, count - first) }, (_, n) => `guest${first + n}`)
    const made = await ctx.db
      .insertInto('accounts')
      .values(
        rows.map((username) => ({
          ...{ username, username_key: username, display_name: username, email: `${username}@example.org` },
          ...{
            email_key: `${username}@example.org`,
            password_hash: 'no hash at all',
            account_type: 'customer' as const,
          },
          ...{ profile_icon: 'slate', created_at: now },
        })),
      )
      .returning('id')
      .execute()
    ids.push(...made.map(({ id }) => id))
  }
  return ids.sort((a, b) => a - b)
}

async function insertEvent(ctx: Context, host_id: number, size: number, now: number): Promise<void> {
  await insert(ctx, 'events', [
    {
      ...{ id: passEvent, host_id, title: 'Show', description: 'Tonight.', location: 'Hall', searched: 'show hall' },
      ...{ starts_at: now + 2 * hour, ends_at: now + 4 * hour, visibility: 'public' as const, capacity: null },
      ...{ places_taken: size, places_per_person: null, price_cents: 1200, attendees_visible: 0, sequence: 0 },
      ...{ created_at: now, changed_at: now },
    },
  ])
  await insert(ctx, 'doors', [
    {
      ...{ id: passDoor, event_id: passEvent, name: 'Main', account_id: host_id, opened_at: now, seen_at: now },
      expires_at: now + 30 * 24 * hour,
    },
  ])
}

export const newScanId = () => randomBytes(12).toString('hex')

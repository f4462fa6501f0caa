import { EventEmitter } from 'node:events'
import type pg from 'pg'
import type { Logger } from 'pino'
import { engineOf } from '../db/client.ts'
import { loadPg } from '../db/pg.ts'

/** That something changed, never what: whoever hears it fetches a page with an own session. */
export type Signal =
  | { ticket_id: number; customer_id: number; desk_only: boolean }
  | { ended_session_of: number }
  /** People whose notifications changed; all of a new one's are told at once, of which ticket if it is announced as well. */
  | { news_for: number[]; ticket_id?: number }
  | { jobs: true }
  | { settings: true }
  | { stopping: true }

export interface Live {
  send(signal: Signal): void
  /** @returns a function that stops listening */
  listen(hear: (signal: Signal) => void): () => void
  /** Ends this process's streams; browsers come back by themselves. */
  hangUp(): void
  close(): Promise<void>
}

const channel = 'live'

/** Signals stay in this process on SQLite and reach every process on PostgreSQL (LISTEN/NOTIFY). */
export async function openLive(url: string, log: Logger): Promise<Live> {
  const here = new EventEmitter().setMaxListeners(0)
  const hangUp = () => void here.emit(channel, { stopping: true })
  const listen = (hear: (signal: Signal) => void) => {
    here.on(channel, hear)
    return () => void here.off(channel, hear)
  }
  if (engineOf(url) === 'sqlite') {
    return { send: (signal) => void here.emit(channel, signal), listen, hangUp, close: async () => {} }
  }
  const line = await openLine(url, log, (signal) => void here.emit(channel, signal))
  return { send: line.notify, listen, hangUp, close: line.close }
}

/** One connection of its own that hears and tells; opened again by itself when it breaks. */
async function openLine(url: string, log: Logger, hear: (signal: Signal) => void) {
  let client: pg.Client | null = null
  let retry: NodeJS.Timeout | undefined
  let closed = false
  let told: Promise<unknown> = Promise.resolve()

  async function connect() {
    const fresh: pg.Client = new (loadPg().Client)({ connectionString: url })
    fresh.on('error', (error) => {
      log.warn({ error: error.message }, 'live line broke')
      client = null
      reconnectSoon()
    })
    fresh.on('notification', ({ payload }) => hear(JSON.parse(payload ?? '{}')))
    await fresh.connect()
    await fresh.query(`listen ${channel}`)
    client = fresh
  }

  function reconnectSoon() {
    if (closed) return
    clearTimeout(retry)
    retry = setTimeout(() => connect().catch(reconnectSoon), 1000)
  }

  await connect()
  return {
    // One after the other: a connection takes one query at a time.
    notify(signal: Signal) {
      told = told
        .then(() => client?.query('select pg_notify($1, $2)', [channel, JSON.stringify(signal)]))
        .catch((error) => log.warn({ error: error.message }, 'live signal lost'))
    },
    async close() {
      closed = true
      clearTimeout(retry)
      await told
      await client?.end()
    },
  }
}

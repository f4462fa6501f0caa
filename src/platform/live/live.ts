import { EventEmitter } from 'node:events'
import type { Logger } from 'pino'
import { engineOf } from '#platform/db/client.ts'
import { openLine } from './line.ts'

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
  const line = await openLine(url, log, {
    hear: (text) => void here.emit(channel, JSON.parse(text)),
    // Who knows what went by while it was down.
    back: hangUp,
  })
  return { send: (signal) => line.tell(JSON.stringify(signal)), listen, hangUp, close: line.close }
}

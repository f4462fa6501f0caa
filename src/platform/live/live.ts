import { EventEmitter } from 'node:events'
import type { Logger } from 'pino'
import { engineOf } from '#config/database-url.ts'
import { openListener } from './pg-listener.ts'

/**
 * The name of something that changed, such as `ticket:9` or `account:5`, but not how: each subscriber fetches the page
 * with its own session.
 */
export type Topic = string

export interface Live {
  /** Inside of a transaction use `publish`. */
  send(topics: readonly Topic[]): void
  /** @returns a function that unsubscribes */
  subscribe(onTopics: (topics: readonly Topic[]) => void): () => void
  /** Ends this process's streams; browsers reconnect. */
  hangUp(): void
  close(): Promise<void>
}

/** Sent when the process stops, or when topics may have been missed. */
export const stopping: Topic = 'stopping'

const channel = 'live'
/** A PostgreSQL notification has at most 8000 bytes (NOTIFY). */
const mostTopics = 200

/** Null for a notification of another program: channels are shared by the whole database. */
function topicsIn(text: string): Topic[] | null {
  try {
    const said: unknown = JSON.parse(text)
    return Array.isArray(said) && said.every((one) => typeof one === 'string') ? said : null
  } catch {
    return null
  }
}

/**
 * Delivers topics within this process on SQLite, and to every process on PostgreSQL (LISTEN/NOTIFY).
 *
 * @param name of the connection, as shown to others
 */
export async function openLive(url: string, log: Logger, name?: string): Promise<Live> {
  const here = new EventEmitter().setMaxListeners(0)
  const hangUp = () => void here.emit(channel, [stopping])
  const subscribe = (onTopics: (topics: readonly Topic[]) => void) => {
    here.on(channel, onTopics)
    return () => void here.off(channel, onTopics)
  }
  if (engineOf(url) === 'sqlite') {
    return { send: (topics) => void here.emit(channel, topics), subscribe, hangUp, close: async () => {} }
  }
  const events = {
    hear(text: string) {
      const topics = topicsIn(text)
      if (topics) here.emit(channel, topics)
    },
    // Topics may have been missed while the connection was down, and topics of this process may not have been sent.
    back(lost: boolean) {
      hangUp()
      if (lost) send([stopping])
    },
  }
  const listener = await openListener(url, log, events, { name })
  const send = (topics: readonly Topic[]) => {
    for (let n = 0; n < topics.length; n += mostTopics) listener.notify(JSON.stringify(topics.slice(n, n + mostTopics)))
  }
  return { send, subscribe, hangUp, close: listener.close }
}

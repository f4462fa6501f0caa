import { EventEmitter } from 'node:events'
import type { Logger } from 'pino'
import { engineOf } from '#platform/db/client.ts'
import { openListener } from './pg-listener.ts'

/**
 * What changed, by name, such as `ticket:9` or `account:5`; never how: whoever hears it fetches a page with an own
 * session.
 */
export type Topic = string

export interface Live {
  /** For what is written in a transaction there is `publish`. */
  send(topics: readonly Topic[]): void
  /** @returns a function that stops it */
  subscribe(onTopics: (topics: readonly Topic[]) => void): () => void
  /** Ends this process's streams; browsers come back by themselves. */
  hangUp(): void
  close(): Promise<void>
}

/** Heard when the process stops, or when topics may have been missed. */
export const stopping: Topic = 'stopping'

const channel = 'live'
/** PostgreSQL takes at most 8000 bytes at once (NOTIFY). */
const mostTopics = 200

/** Null for what another program says on a channel of the same name: a database has each once. */
function topicsIn(text: string): Topic[] | null {
  try {
    const said: unknown = JSON.parse(text)
    return Array.isArray(said) && said.every((one) => typeof one === 'string') ? said : null
  } catch {
    return null
  }
}

/**
 * Topics stay in this process on SQLite and reach every process on PostgreSQL (LISTEN/NOTIFY).
 *
 * @param name of the connection, for others to see
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
    // Who knows what went by while it was down; and what this process could not say, no other has heard.
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

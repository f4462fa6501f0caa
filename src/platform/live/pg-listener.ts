import { Socket } from 'node:net'
import type pg from 'pg'
import type { Logger } from 'pino'
import { loadPg } from '#platform/db/pg.ts'

const channel = 'live'

interface Events {
  hear(text: string): void
  /** After it was down, and topics may have been missed. @param lost whether some were to be sent meanwhile */
  back(lost: boolean): void
}

interface ListenerOptions {
  /** What others see the connection as: letters, digits, spaces and hyphens. */
  name?: string | undefined
  /** Milliseconds: how often the connection is asked whether it still answers, and how long that may take. */
  askEvery?: number
  waitFor?: number
}

const nothing = () => null

interface Listener {
  notify(text: string): void
  close(): Promise<void>
}

/** The server ends the connection, and with it the name, a minute after this machine has lost its power or network. */
const soonMissed = 'set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3'

/**
 * A connection of its own to PostgreSQL that listens and notifies (LISTEN/NOTIFY). When it breaks, or hangs without
 * breaking, it is opened again.
 */
export async function openListener(
  url: string,
  log: Logger,
  events: Events,
  { name = 'supportme', askEvery = 15_000, waitFor = 5000 }: ListenerOptions = {},
): Promise<Listener> {
  let client: pg.Client | null = null
  /** Breaks the newest connection off. */
  let hangUp = () => {}
  let retry: NodeJS.Timeout | undefined
  let closed = false
  let lost = false
  let sent: Promise<unknown> = Promise.resolve()

  async function connect() {
    const socket = new Socket()
    hangUp = () => void socket.destroy()
    const fresh: pg.Client = new (loadPg().Client)({
      connectionString: url,
      connectionTimeoutMillis: waitFor,
      query_timeout: waitFor,
      stream: () => socket,
    })
    fresh.on('notification', ({ payload }) => events.hear(payload ?? '{}'))
    fresh.on('error', (error) => {
      socket.destroy()
      if (client !== fresh) return
      log.warn({ error: error.message }, 'the connection for live updates broke')
      client = null
      reconnectSoon()
    })
    try {
      await fresh.connect()
      await fresh.query(`${soonMissed}; set application_name = '${name}'; listen ${channel}`)
    } catch (error) {
      socket.destroy()
      throw error
    }
    if (closed) await fresh.end()
    else client = fresh
  }

  function reconnectSoon() {
    if (closed) return
    clearTimeout(retry)
    retry = setTimeout(() => connect().then(tellBack, reconnectSoon), Math.min(1000, askEvery))
  }

  function tellBack() {
    const some = lost
    lost = false
    events.back(some)
  }

  // One after the other: a connection takes one query at a time.
  function ask(text: string, values: string[] = []) {
    sent = sent.then(async () => {
      const asked = client
      const failed = asked ? await asked.query(text, values).then(nothing, (error: Error) => error) : true
      if (failed && values.length > 0) lost = true
      if (asked && failed) asked.emit('error', failed)
    })
  }

  await connect()
  const asking = setInterval(() => ask('select 1'), askEvery)
  return {
    notify: (text) => ask('select pg_notify($1, $2)', [channel, text]),
    async close() {
      closed = true
      clearInterval(asking)
      clearTimeout(retry)
      await sent
      const farewell = client?.end()
      const force = setTimeout(() => hangUp(), Math.min(1000, waitFor))
      await farewell
      clearTimeout(force)
    },
  }
}

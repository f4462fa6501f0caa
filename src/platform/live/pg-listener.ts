import { Socket } from 'node:net'
import type pg from 'pg'
import type { Logger } from 'pino'
import { addressFor, loadPg } from '#platform/db/postgres/pg.ts'

const channel = 'live'

interface Events {
  hear(text: string): void
  /** Called after a reconnection; topics may have been missed. @param lost whether some could not be sent meanwhile */
  back(lost: boolean): void
}

interface ListenerOptions {
  /** The connection's name as shown to others: letters, digits, spaces and hyphens. */
  name?: string | undefined
  /** Milliseconds between two checks of the connection, and for each check. */
  askEvery?: number
  waitFor?: number
}

const nothing = () => null

interface Listener {
  notify(text: string): void
  close(): Promise<void>
}

/** The server closes the connection within a minute after this machine has lost power or network. */
const soonMissed = 'set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3'

/** A dedicated connection to PostgreSQL for LISTEN/NOTIFY. It reconnects when the connection breaks or hangs. */
export async function openListener(
  url: string,
  log: Logger,
  events: Events,
  { name = 'supportme', askEvery = 15_000, waitFor = 5000 }: ListenerOptions = {},
): Promise<Listener> {
  let client: pg.Client | null = null
  /** Closes the newest connection. */
  let hangUp = () => {}
  let retry: NodeJS.Timeout | undefined
  let closed = false
  let lost = false
  let sent: Promise<unknown> = Promise.resolve()

  async function connect() {
    const socket = new Socket()
    hangUp = () => void socket.destroy()
    const fresh: pg.Client = new (loadPg().Client)({
      connectionString: addressFor(url),
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
    retry = setTimeout(() => connect().then(reportBack, reconnectSoon), Math.min(1000, askEvery))
  }

  function reportBack() {
    const hasLost = lost
    lost = false
    events.back(hasLost)
  }

  // One at a time: a connection runs one query at a time.
  function ask(text: string, values: string[] = []) {
    sent = sent.then(async () => {
      const present = client
      const failed = present ? await present.query(text, values).then(nothing, (error: Error) => error) : true
      if (failed && values.length > 0) lost = true
      if (present && failed) present.emit('error', failed)
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

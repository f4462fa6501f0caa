import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import { buffer } from 'node:stream/consumers'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { afterAll } from 'vitest'

export interface Received {
  to: string[]
  raw: string
  mail: Email
  header(name: string): string | undefined
}

/** A mail server on 127.0.0.1 that stores what it receives. */
export interface Mailbox {
  url: string
  received: Received[]
  /** The number of connections made. */
  connections: () => number
  /** Closes all connections, as a server does that restarts. */
  hangUp(): void
  /** The number of connections refused while it was closed. */
  refused: () => number
  /** Whether it accepts connections. */
  setAway(away: boolean): void
  /** Answers RCPT for an address with this code from now on; 250 accepts it again. */
  answerFor(address: string, code: number, words?: string): void
  /** Awaited before a mail, which has arrived in full, is accepted. */
  setBeforeTaking(wait: () => Promise<void>): void
}

/** Call it at the top of a file; it is closed after the file's last test. */
export async function openMailbox(): Promise<Mailbox> {
  const received: Received[] = []
  let [away, refused, connections] = [false, 0, 0]
  const sockets = new Set<Socket>()
  let beforeTaking = async () => {}
  const answers = new Map<string, { responseCode: number; words: string }>()
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    disableReverseLookup: true,
    onConnect(_session, done) {
      connections += 1
      if (away) refused += 1
      done(away ? Object.assign(new Error('Away for an hour'), { responseCode: 421 }) : null)
    },
    onRcptTo({ address }, _session, done) {
      const { responseCode = 250, words } = answers.get(address) ?? {}
      done(responseCode === 250 ? null : Object.assign(new Error(words), { responseCode }))
    },
    onData(stream, { envelope }, done) {
      const to = envelope.rcptTo.map(({ address }) => address)
      buffer(stream)
        .then(async (raw) => {
          await beforeTaking()
          received.push(await parsed(to, raw))
          done()
        })
        // The client disconnected in the middle of a command.
        .catch(done)
    },
  })
  server.on('error', () => {})
  server.server.on('connection', (socket: Socket) => sockets.add(socket.once('close', () => sockets.delete(socket))))
  const hangUp = () => {
    for (const socket of sockets) socket.destroy()
  }
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  afterAll(() => new Promise<void>((resolve) => server.close(() => resolve())))
  return {
    url: `smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    received,
    refused: () => refused,
    connections: () => connections,
    hangUp,
    setAway: (now) => {
      away = now
      if (away) hangUp()
    },
    answerFor: (address, responseCode, words = 'No such mailbox here') => {
      answers.set(address, { responseCode, words })
    },
    setBeforeTaking: (wait) => {
      beforeTaking = wait
    },
  }
}

async function parsed(to: string[], raw: Buffer): Promise<Received> {
  const mail = await PostalMime.parse(raw)
  const header = (name: string) => mail.headers.find(({ key }) => key === name.toLowerCase())?.value
  return { to, raw: raw.toString(), mail, header }
}

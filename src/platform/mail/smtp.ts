import { isLoopback } from '#config/production.ts'
import { minute } from '#lib/durations.ts'
import { AddressRefused, type Mail } from './mail.ts'
import { isRefusal } from './refusals.ts'
import { encodedSubject } from './subject.ts'

/**
 * Milliseconds. Servers end connections that are idle for some minutes; we are the ones to do it. One that has a mail may
 * look through it for long before it says so: a mail that is not waited for goes out once more.
 */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000, idleTimeout: 30_000 }
/** Milliseconds for a mail once it is its turn: a server that says a little now and then is never silent for long. */
const longestDelivery = 120_000
/** Mail servers count connections by address. Urgent mail has one of its own, which no other mail keeps busy. */
const connections = { urgent: 1, ordinary: 3 }
type Line = keyof typeof connections

interface Sender {
  name: string
  address: string
}

export interface SmtpSender {
  send(mail: Mail, from: Sender): Promise<void>
  /** Lets mails under way finish. */
  close(): void
}

/**
 * Milliseconds in which no ordinary mail is tried after a server has let one wait in vain: a queue of them would hold up
 * all other jobs for hours. Urgent mail keeps nothing else waiting.
 */
const restFor = 15_000

/** Milliseconds in which mails go one by one, urgent ones first, after a server has said that it takes no more connections. */
const oneByOneFor = 10 * minute

interface SmtpOptions {
  patience?: typeof patience
  longestDelivery?: number
  /** Milliseconds that only grow. */
  now?: () => number
}

/**
 * How a server is spoken to. Somebody between it and us can take out that it knows TLS: credentials go to no other
 * machine in the open, unless MAIL_URL says `requireTLS=false`, which counts above this.
 */
export const serverAt = (url: string) => ({ url, requireTLS: new URL(url).username !== '' && !isLoopback(url) })

/** Keeps a few connections open while there are mails to send; one that breaks is replaced. */
export function createSmtpSender(
  url: string,
  {
    patience: waits = patience,
    longestDelivery: longest = longestDelivery,
    now = () => performance.now(),
  }: SmtpOptions = {},
): SmtpSender {
  let silentUntil = Number.NEGATIVE_INFINITY
  const pools = new Map<Line, ReturnType<typeof openPool>>()
  const poolFor = (line: Line) => {
    const pool = pools.get(line) ?? openPool(url, connections[line], waits)
    pools.set(line, pool)
    return pool
  }
  let oneByOneUntil = Number.NEGATIVE_INFINITY
  const isOneByOne = () => now() < oneByOneUntil
  const turns = {
    urgent: takingTurns(() => connections.urgent),
    ordinary: takingTurns(() => (isOneByOne() ? 1 : connections.ordinary)),
  }
  const goOneByOne = () => {
    oneByOneUntil = now() + oneByOneFor
    // Its connection may be the only one that the server takes.
    pools.get('urgent')?.then((pool) => pool.close())
    pools.delete('urgent')
  }
  const deliver = async (line: Line, { to, urgent, subject, ...mail }: Mail, from: Sender) => {
    if (!urgent && now() < silentUntil) throw new Error('The mail server has not answered; the next try comes later.')
    const pool = await poolFor(line)
    const signal = AbortSignal.timeout(longest)
    const message = { ...mail, subject: encodedSubject(subject), to: { name: '', address: to }, from, signal }
    await pool.sendMail(message).catch((error) => {
      if (error.code === 'ETIMEDOUT' || signal.aborted) silentUntil = now() + restFor
      if (signal.aborted) throw new Error('The mail server took too long.', { cause: error })
      throw isRefusal(error) ? new AddressRefused(error.message, { cause: error }) : error
    })
  }
  return {
    async send(mail, from) {
      // Were it to fail, a long queue would: a connection too many is refused faster than a mail is taken.
      for (let isTaken = false; !isTaken; ) {
        const line = mail.urgent && !isOneByOne() ? 'urgent' : 'ordinary'
        isTaken = await turns[line](mail.urgent === true, async (isAlone) => {
          const isLastTry = isAlone && isOneByOne()
          try {
            await deliver(line, mail, from)
            return true
          } catch (error) {
            if (isLastTry || !isOneTooMany(error)) throw error
            goOneByOne()
            return false
          }
        })
      }
    },
    close() {
      for (const pool of pools.values()) pool.then((pool) => pool.close())
    },
  }
}

async function openPool(url: string, maxConnections: number, waits: typeof patience) {
  const { default: nodemailer } = await import('nodemailer')
  // What fails is tried again by its job, much later than a pool would.
  return nodemailer.createTransport({ ...serverAt(url), pool: true, maxConnections, maxRequeues: 1, ...waits })
}

/** What servers answer who take no more connections from one client, or no more mails at once. */
const isOneTooMany = (error: unknown) => [421, 432].includes((error as { responseCode?: number }).responseCode ?? 0)

/**
 * Does so many pieces of work at once, which are told whether they begin alone; the others wait for their turn, urgent
 * ones before all.
 */
function takingTurns(most: () => number) {
  const waiting: (() => void)[] = []
  let busy = 0
  return async <T>(urgent: boolean, work: (isAlone: boolean) => Promise<T>): Promise<T> => {
    if (busy < most()) busy += 1
    else await new Promise<void>((resolve) => (urgent ? waiting.unshift(resolve) : waiting.push(resolve)))
    try {
      return await work(busy === 1)
    } finally {
      busy -= 1
      for (; waiting.length > 0 && busy < most(); busy += 1) waiting.shift()?.()
    }
  }
}

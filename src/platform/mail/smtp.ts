import { isLoopback } from '#config/production.ts'
import { minute } from '#lib/durations.ts'
import { AddressRefused, type Mail } from './mail.ts'
import { isRefusal } from './refusals.ts'
import { encodedSubject } from './subject.ts'

/**
 * Milliseconds. Servers close connections that are idle for some minutes, so we close them earlier. A server may scan a
 * mail for a long time before it responds: a mail given up too early would be sent twice.
 */
const patience = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000, idleTimeout: 30_000 }
/** Milliseconds for one mail: a server that sends a little now and then never reaches the socket timeout. */
const longestDelivery = 120_000
/** Mail servers limit connections by client address. The last one is kept for urgent mail. */
const connections = 4

interface Sender {
  name: string
  address: string
}

export interface SmtpSender {
  /** @param isDue asked when its turn comes */
  send(mail: Mail, from: Sender, isDue: () => Promise<boolean>): Promise<void>
  /** Waits for the mails being sent. */
  close(): void
}

/** Milliseconds in which mails are sent one at a time, urgent ones first, after a server has refused a further connection. */
const oneByOneFor = 10 * minute

interface SmtpOptions {
  patience?: typeof patience
  longestDelivery?: number
  /** A monotonic clock, in milliseconds. */
  now?: () => number
}

/**
 * The options for a server. An attacker in between could hide that it supports TLS: therefore credentials are never
 * sent to another machine unencrypted, unless MAIL_URL has `requireTLS=false`, which overrides this.
 */
export const serverAt = (url: string) => ({ url, requireTLS: new URL(url).username !== '' && !isLoopback(url) })

/** A pool of a few connections; broken ones are replaced. */
export function createSmtpSender(
  url: string,
  {
    patience: waits = patience,
    longestDelivery: longest = longestDelivery,
    now = () => performance.now(),
  }: SmtpOptions = {},
): SmtpSender {
  let pool: ReturnType<typeof openPool> | undefined
  let oneByOneUntil = Number.NEGATIVE_INFINITY
  const isOneByOne = () => now() < oneByOneUntil
  const takeTurn = takingTurns((urgent) => (isOneByOne() ? 1 : urgent ? connections : connections - 1))
  const deliver = async ({ to, urgent: _, subject, ...mail }: Mail, from: Sender) => {
    pool ??= openPool(url, waits)
    const signal = AbortSignal.timeout(longest)
    const message = { ...mail, subject: encodedSubject(subject), to: { name: '', address: to }, from, signal }
    await (await pool).sendMail(message).catch((error) => {
      if (signal.aborted) throw new Error('The mail server took too long.', { cause: error })
      // OpenSSL's message names places in memory and in its source.
      if (error.library) throw new Error(unencrypted(error.reason), { cause: error })
      throw isRefusal(error) ? new AddressRefused(error.message, { cause: error }) : error
    })
  }
  return {
    async send(mail, from, isDue) {
      // Retries at once: failing would fail a long queue, as refusing a connection is faster than accepting a mail.
      for (let isTaken = false; !isTaken; ) {
        isTaken = await takeTurn(mail.urgent === true, async (isAlone) => {
          const isLastTry = isAlone && isOneByOne()
          try {
            if (await isDue()) await deliver(mail, from)
            return true
          } catch (error) {
            if (isLastTry || !isOneTooMany(error)) throw error
            oneByOneUntil = now() + oneByOneFor
            return false
          }
        })
      }
    },
    close() {
      pool?.then((pool) => pool.close())
    },
  }
}

async function openPool(url: string, waits: typeof patience) {
  const { default: nodemailer } = await import('nodemailer')
  // A failed mail is retried by its job, much later than a pool would.
  return nodemailer.createTransport({
    ...serverAt(url),
    pool: true,
    maxConnections: connections,
    maxRequeues: 1,
    ...waits,
  })
}

const unencrypted = (reason: string) =>
  `No encrypted connection came about (${reason}). Are the scheme and the port in MAIL_URL those of the server?`

/** Responses of servers that accept no further connection from one client, or no more mails at once. */
const isOneTooMany = (error: unknown) => [421, 432].includes((error as { responseCode?: number }).responseCode ?? 0)

type Work<T> = (isAlone: boolean) => Promise<T>

/**
 * Limits concurrent work, of which each piece is told whether it starts alone; the rest waits in its order, urgent work
 * first.
 *
 * @param most pieces of work, including all that are under way, beside which another may begin
 */
function takingTurns(most: (urgent: boolean) => number) {
  const waiting = { urgent: [] as (() => void)[], other: [] as (() => void)[] }
  let busy = 0
  const next = () => (busy < most(true) && waiting.urgent.shift()) || (busy < most(false) && waiting.other.shift())
  return async <T>(urgent: boolean, work: Work<T>): Promise<T> => {
    if (busy < most(urgent)) busy += 1
    else await new Promise<void>((resolve) => waiting[urgent ? 'urgent' : 'other'].push(resolve))
    try {
      return await work(busy === 1)
    } finally {
      busy -= 1
      for (let begin = next(); begin; begin = next()) {
        busy += 1
        begin()
      }
    }
  }
}

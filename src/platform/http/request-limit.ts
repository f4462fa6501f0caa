import type { Request, RequestHandler, Response } from 'express'
import type { Client, Context } from '#context'
import { minute } from '#lib/durations.ts'
import { addressKey } from '#lib/ip-address.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { limitHeaders, refuseBeyond } from '#platform/limits/rate-limit.ts'
import { assetAddress } from './assets.ts'
import { addressOf, charges } from './client.ts'
import { toDomainError } from './faults.ts'
import { statusOf } from './status.ts'

const window = minute
/** Clients or accounts of one minute; at twice as many the older half is dropped. That takes some ten megabytes. */
const mostKeysUsually = 25_000
/** Customers' changes: most leave an entry in the audit log for ever. */
const changesOfCustomer = 120

/** Counts requests of the current minute in this process: less than a microsecond each. */
class Counts {
  readonly limit: Limit
  readonly #mostKeys: number
  #minute = 0
  #used = new Map<string | number, number>()
  /** Dropped as a whole: deleting the oldest keys one by one is slow in a map of this size. */
  #older = new Map<string | number, number>()

  constructor(name: string, most: number, mostKeys: number) {
    this.#mostKeys = mostKeys
    this.limit = { name, most, window, unannounced: true }
  }

  /** @param by 1; -1 to take one back, 0 to only read */
  add(key: string | number, now: number, by: 1 | 0 | -1 = 1): { used: number; ends_at: number } {
    const minute = Math.floor(now / window)
    if (minute !== this.#minute) [this.#used, this.#older] = [new Map(), new Map()]
    else if (this.#used.size >= this.#mostKeys) [this.#used, this.#older] = [new Map(), this.#used]
    this.#minute = minute
    const used = Math.max(0, (this.#used.get(key) ?? this.#older.get(key) ?? 0) + by)
    if (by !== 0) this.#used.set(key, used)
    return { used, ends_at: (minute + 1) * window }
  }
}

export interface RequestLimits {
  /**
   * Counts a request against its address.
   *
   * @throws {DomainError} too_many if the limit of anonymous clients is used up
   */
  enter(req: Request, res: Response): void
  /**
   * Once the actor is known, counts the request against the account instead.
   *
   * @throws {DomainError} too_many
   */
  settle(client: Client | undefined, actor: Actor | null): void
}

/**
 * The general limit: anonymous requests by address, others by account. Assets and health checks are not counted.
 *
 * @param isSigned whether a request carries a token signed by this server, valid or not: such a client is not refused
 *   because of anonymous clients at the same address
 */
export function createRequestLimits(
  ctx: Context,
  isSigned: (req: Request) => boolean,
  mostKeys = mostKeysUsually,
): RequestLimits {
  if (!ctx.config.rateLimits) return { enter() {}, settle() {} }
  const strangers = new Counts('requests', ctx.config.requests.strangers, mostKeys)
  const accounts = new Counts('account-requests', ctx.config.requests.accounts, mostKeys)
  const changes = new Counts('changes', changesOfCustomer, mostKeys)
  return {
    enter(req, res) {
      if (charges.has(req) || isLive(req)) return
      const address = addressOf(req)
      const charge = { key: addressKey(address ?? ''), changes: !/^(GET|HEAD)$/.test(req.method) }
      charges.set(req, charge)
      const count = strangers.add(charge.key, ctx.clock.now())
      if (count.used <= strangers.limit.most || isSigned(req)) return
      res.locals.limits = []
      refuseBeyond({ ...ctx, client: { address, user_agent: null, limits: res.locals.limits } }, strangers.limit, count)
    },
    settle(client, actor) {
      const charge = client?.charge
      if (!client || !charge) return
      // A request may be counted twice: for its page, and for the error page.
      delete client.charge
      const [inside, now] = [{ ...ctx, client }, ctx.clock.now()]
      if (!actor) return refuseBeyond(inside, strangers.limit, strangers.add(charge.key, now, 0))
      strangers.add(charge.key, now, -1)
      refuseBeyond(inside, accounts.limit, accounts.add(actor.id, now))
      if (charge.changes && !actor.is_staff) refuseBeyond(inside, changes.limit, changes.add(actor.id, now))
    },
  }
}

/** Browsers reconnect to an event stream by themselves. */
const isLive = (req: Request) => /^(\/api\/v1)?\/live\/?$/.test(req.baseUrl + req.path)

/** For routers that send their own error responses. */
export const enterRequest =
  (limits: RequestLimits): RequestHandler =>
  (req, res, next) => {
    limits.enter(req, res)
    next()
  }

/** Sends people a short page that costs little to make. */
export function enterPage(limits: RequestLimits): RequestHandler {
  return (req, res, next) => {
    try {
      limits.enter(req, res)
    } catch (thrown) {
      const error = toDomainError(thrown)
      res.status(statusOf[error.kind]).set(limitHeaders([], error)).set('cache-control', 'no-store')
      return void res.type('html').send(plainPage(error.message))
    }
    next()
  }
}

const plainPage = (sentence: string) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Too many requests</title><link rel="stylesheet" href="${assetAddress('app.css')}">
<main><h1>That was a lot at once</h1><p>${sentence}</p></main></html>
`

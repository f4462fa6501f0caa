import type { Request, RequestHandler, Response } from 'express'
import type { Client, Context } from '#context'
import { minute } from '#lib/durations.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { assetAddress } from './assets.ts'
import { addressOf, charges } from './client.ts'
import { addressKey } from './client-address.ts'
import { toDomainError } from './faults.ts'
import type { Limit } from './limit.ts'
import { limitHeaders, refuseBeyond } from './rate-limit.ts'
import { statusOf } from './status.ts'

const window = minute
/** Clients or accounts of one minute: of twice as many the older half is forgotten, in some ten megabytes. */
const mostKeysUsually = 25_000
/** Customers' requests that change something: most leave an entry in the audit log for ever. */
const changesOfCustomer = 120

/** How often there was a request in the running minute, in this process alone: counting one takes less than a microsecond. */
class Counts {
  readonly limit: Limit
  readonly #mostKeys: number
  #minute = 0
  #used = new Map<string | number, number>()
  /** Those before the newest `mostKeys`; taking out the oldest one by one would cost a map of this size too much. */
  #older = new Map<string | number, number>()

  constructor(name: string, most: number, mostKeys: number) {
    this.#mostKeys = mostKeys
    this.limit = { name, most, window, untold: true }
  }

  /** @param by 1; -1 to take one back, 0 to look */
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
   * Counts a request for its address.
   *
   * @throws {DomainError} too_many where that has used up what strangers have
   */
  enter(req: Request, res: Response): void
  /**
   * Once it is known who sends it, the request counts for the account instead.
   *
   * @throws {DomainError} too_many
   */
  settle(client: Client | undefined, actor: Actor | null): void
}

/**
 * The general limit: requests of strangers by address, of others by account. Assets and health are answered before.
 *
 * @param isSigned whether a request brings a token that was signed here, be it still good or not: who has one is not
 *   refused for what strangers at the same address do
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
      // A request may be looked at twice: its page, and the page that says what went wrong.
      delete client.charge
      const [inside, now] = [{ ...ctx, client }, ctx.clock.now()]
      if (!actor) return refuseBeyond(inside, strangers.limit, strangers.add(charge.key, now, 0))
      strangers.add(charge.key, now, -1)
      refuseBeyond(inside, accounts.limit, accounts.add(actor.id, now))
      if (charge.changes && !actor.is_staff) refuseBeyond(inside, changes.limit, changes.add(actor.id, now))
    },
  }
}

/** A browser comes back to a stream by itself. */
const isLive = (req: Request) => /^(\/api\/v1)?\/live\/?$/.test(req.baseUrl + req.path)

/** For a router that says itself what went wrong. */
export const enterRequest =
  (limits: RequestLimits): RequestHandler =>
  (req, res, next) => {
    limits.enter(req, res)
    next()
  }

/** For people, without the work that a page of the desk takes. */
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

import type { Request } from 'express'
import type { Context } from '#context'
import { DomainError, forbidden, malformed, notFound, unauthenticated } from '#errors'
import { forHeavyReads } from '#platform/db/heavy-reads/for-heavy-reads.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Answer } from './answer.ts'
import { decodeForm } from './form-encoding.ts'
import { checkedKey, findAnswer, onlyOnce, requestHash } from './idempotency.ts'
import { parse } from './parse.ts'
import { preparedInputs } from './prepared-input.ts'
import { requireRecentAuthentication } from './recent-authentication.ts'
import type { Audience, Call, Route } from './route.ts'
import { requireSession, whyOutOfScope } from './scope.ts'

export interface Inputs {
  body: unknown
  /** Why the body is incomplete. */
  fault?: DomainError | null
  key: string | undefined
}

/** Authorises, parses once and calls the handler; the same for pages and API. */
export async function serve(
  ctx: Context,
  route: Route,
  req: Request,
  actor: Actor | null,
  inputs: Inputs,
): Promise<Answer> {
  const call = readCall(ctx, route, req, actor)
  if (route.reauthenticate && actor) requireRecentAuthentication(ctx, requireSession(actor))
  if (inputs.fault) throw inputs.fault
  if (route.body) call.body = parse(route.body, inputs.body)
  if (inputs.key === undefined || !actor || !route.idempotent || route.method === 'get')
    return withPrepared(call, () => route.handle(call))
  const hash = requestHash(route.method, req.originalUrl, call.body)
  const key = checkedKey(inputs.key)
  if (preparedInputs(call.body).length > 0) {
    const known = await findAnswer(ctx, actor, key, hash)
    if (known) return known
  }
  return withPrepared(call, () => onlyOnce(ctx, actor, key, hash, async (ctx) => route.handle({ ...call, ctx })))
}

/** Prepares body values before the verb's transaction, which blocks other writers. */
async function withPrepared({ ctx, actor, body, req }: Call, work: () => Answer | Promise<Answer>): Promise<Answer> {
  const inputs = actor ? preparedInputs(body) : []
  if (!actor || inputs.length === 0) return work()
  const discardAll = () => Promise.all(inputs.map(([, input]) => input.discard(ctx)))
  try {
    const gone = whenGone(req)
    for (const [field, input] of inputs) await input.prepare(ctx, actor, field, gone)
    const answer = await work()
    await discardAll()
    return answer
  } catch (error) {
    // After other errors it is unknown whether the transaction was committed: see files/pruning.ts.
    if (error instanceof DomainError) await discardAll()
    throw error
  }
}

function whenGone({ res, socket }: Request): AbortSignal {
  const gone = new AbortController()
  if (socket.destroyed) gone.abort()
  res?.once('close', () => gone.abort())
  return gone.signal
}

/** The call without its body, which has not been read. */
export function readCall(ctx: Context, route: Route, req: Request, actor: Actor | null): Call {
  admit(route, actor)
  const params =
    route.params && parse(route.params, req.params, () => notFound(route.router === 'api' ? 'address' : 'page'))
  const query =
    route.query &&
    parse(route.query, queryOf(req), (fields) => malformed('Something in this address cannot be read.', fields))
  const isHeavy = route.method === 'get' && (route.heavy || route.for === 'admin')
  return { ctx: isHeavy && actor ? forHeavyReads(ctx, actor) : ctx, actor, params, query, body: undefined, req }
}

/** Express decodes leniently, and would pass on U+FFFD for invalid bytes. */
const queryOf = ({ url }: Request) => decodeForm(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '')

function admit(route: Route, actor: Actor | null): void {
  const refusal = whyNotAdmitted(route, actor)
  if (refusal) throw refusal
}

export const admits = (route: Route, actor: Actor | null) => whyNotAdmitted(route, actor) === null

const whyNotAdmitted = ({ for: audience, scope }: Route, actor: Actor | null): DomainError | null =>
  whyOutOfScope(scope, actor) ?? whyNotForThem(audience, actor)

function whyNotForThem(audience: Audience, actor: Actor | null): DomainError | null {
  if (audience === 'anyone' || audience === 'guest' || audience === 'pending') return null
  if (!actor) return unauthenticated()
  if (audience === 'customer' && actor.is_staff)
    return forbidden(
      'customers_only',
      'Only customers can do this; a colleague who needs help uses a personal account.',
    )
  if (audience === 'staff' && !actor.is_staff) return forbidden('staff_only', 'Only staff can do this.')
  if (audience === 'admin' && actor.account_type !== 'admin')
    return forbidden('admins_only', 'Only admins can do this.')
  return null
}

import { createHmac, randomBytes } from 'node:crypto'
import type { Context } from '#context'
import { conflict, notFound } from '#errors'
import { admissionSpan, entryEnds } from '#events/events/times.ts'
import { minute } from '#lib/durations.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import type { Limit } from '#platform/limits/limit.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { passShown } from './activity.ts'
import { encodeCode } from './code.ts'
import { signingKey } from './keys.ts'
import { type Liveness, livenessOf } from './liveness.ts'
import { refuseInvalid } from './refusals.ts'
import { findHeld, findShown, type HeldPass, insertShowing, setShown } from './showing-queries.ts'

// A showing begins when a person opens the page of a pass: it invalidates all earlier codes. Each code is valid for a
// short time; codes for some minutes are issued at once, and further ones until a later showing begins.

const byPass: Limit = { name: 'show-pass', most: 20, window: 5 * minute }
const byAccount: Limit = { name: 'show-passes', most: 60, window: 5 * minute }

/** Seconds. A code is valid for a little longer than it is shown, so that there is time to scan it. */
const slot = 15
const lifetime = 20
const batch = 12

export interface Codes {
  showing: number
  /** UNIX milliseconds, like all times here. */
  now: number
  codes: { text: string; from: number; until: number }[]
  liveness: Liveness[]
}

/**
 * Begins a new showing.
 *
 * @throws not-found for a pass that is not one's own; conflict if it is used or cancelled, or its event is over
 */
export async function showPass(ctx: Context, actor: SessionActor, id: number): Promise<Codes> {
  const { session_id } = actor
  const key = await signingKey(ctx)
  const { pass, showing } = await withTransaction(ctx, async (ctx) => {
    const pass = await getHeld(ctx, actor, id)
    await refuseInvalid(ctx, pass)
    await consume(ctx, byAccount, actor.id)
    await consume(ctx, byPass, id)
    const shown_at = ctx.clock.now()
    const tag = newTag(ctx, session_id, pass)
    const { from: used_before } = admissionSpan(ctx, pass, shown_at)
    const { generation } = pass
    if (!(await setShown(ctx, { id, generation, used_before, tag, session_id, shown_at })))
      return refuseChanged(ctx, actor, id)
    const showing = await insertShowing(ctx, { pass_id: id, tag, session_id, shown_at })
    await record(ctx, passShown, { actor_id: actor.id, pass_id: id, event_id: pass.event_id }, shown_at)
    return { pass: { ...pass, tag }, showing }
  })
  return mint(ctx, key, pass, showing, batch)
}

/**
 * The next codes of a showing; writes nothing.
 *
 * @throws conflict if a later showing has begun, or the session is another
 */
export async function renewCodes(
  ctx: Context,
  actor: SessionActor,
  id: number,
  showing: number,
  most = batch,
): Promise<Codes> {
  const pass = await findShown(ctx, id, actor.id, actor.session_id, showing)
  if (!pass) {
    await refuseInvalid(ctx, await getHeld(ctx, actor, id))
    throw conflict('showing_superseded', 'This pass has since been shown again or on another device.')
  }
  await refuseInvalid(ctx, pass)
  return mint(ctx, await signingKey(ctx), pass, showing, most)
}

async function getHeld(ctx: Context, actor: SessionActor, id: number): Promise<HeldPass> {
  const pass = await findHeld(ctx, id, actor.id)
  if (!pass) throw notFound('pass')
  return pass
}

/** The pass has changed between reading and writing it. */
async function refuseChanged(ctx: Context, actor: SessionActor, id: number): Promise<never> {
  await refuseInvalid(ctx, await getHeld(ctx, actor, id))
  throw conflict('pass_changed', 'This pass has just been changed. Show it again.')
}

/** Binds the codes to the session and this showing, without revealing either. */
const newTag = ({ config }: Context, sessionId: string, { public_id }: HeldPass) =>
  createHmac('sha256', config.session.secret)
    .update(`pass tag v1:${sessionId}:${public_id}:${randomBytes(16).toString('base64url')}`)
    .digest('hex')
    .slice(0, 16)

function mint(
  ctx: Context,
  { id: key_id, key }: Awaited<ReturnType<typeof signingKey>>,
  pass: HeldPass,
  showing: number,
  most: number,
): Codes {
  const now = ctx.clock.now()
  const { event_id, public_id, type_number, generation, tag } = pass
  const hard_end = Math.floor(entryEnds(pass) / 1000)
  const first = Math.floor(now / 1000 / slot) * slot
  const starts = Array.from({ length: most }, (_, n) => first + n * slot).filter((start) => start < hard_end)
  const codes = starts.map((slot_start) => {
    const fields = { key_id, event_id, public_id, type_number, generation, slot_start, lifetime, hard_end }
    const text = encodeCode({ ...fields, tag: tag as string }, key)
    return { text, from: slot_start * 1000, until: (slot_start + slot) * 1000 }
  })
  return { showing, now, codes, liveness: livenessOf(ctx.config, event_id, now, 4) }
}

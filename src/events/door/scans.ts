import type { Context } from '#context'
import { conflict, unavailable } from '#errors'
import { findEvent } from '#events/events/events.ts'
import { admissionSpan, entryEnds, isUsedAt } from '#events/events/times.ts'
import { type DecodedCode, timeOf, verifyCode } from '#events/passes/code.ts'
import { verifyingKeys } from '#events/passes/keys.ts'
import { record } from '#platform/activity/record.ts'
import type { AdmissionRemark } from '#platform/db/tables/doors.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { requestHash } from '#platform/http/idempotency.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { passAdmitted, scanRefused } from './activity.ts'
import { insertAdmission, usePass, usePassByCode } from './admission-queries.ts'
import { deviceOf, keepSeen, refuseAtDoor } from './doors.ts'
import { type Reason, reasons } from './reasons.ts'
import { type Found, findFirstAdmission, findForScan, findShowing, hasPass } from './scan-queries.ts'
import { readScanned, type Scanned } from './scanned.ts'
import { admitted, passOf, refused, type Verdict } from './verdict.ts'

/** Retries for a pass that others change concurrently, of which each change decides something. */
const mostTries = 4

/** Decides about a scanned or typed code. A repeated scan gets the same verdict. */
export const scan = (
  ctx: Context,
  actor: Actor,
  doorId: number,
  { code, scan_id }: { code: string; scan_id: string },
) => decide(ctx, actor, doorId, readScanned(code), scan_id)

/** Admits somebody who was found by name. */
export const admitByName = (
  ctx: Context,
  actor: Actor,
  doorId: number,
  { pass_id, scan_id }: { pass_id: number; scan_id: string },
) => decide(ctx, actor, doorId, { by: 'name', pass_id }, scan_id)

/**
 * @throws not-found for people who do not manage the event; forbidden if the door is closed; conflict if the id belongs
 *   to another scan
 */
async function decide(ctx: Context, actor: Actor, doorId: number, scanned: Scanned, scan_id: string): Promise<Verdict> {
  for (let attempt = 1; attempt <= mostTries; attempt++) {
    const found = await findForScan(ctx, { door: doorId, device: deviceOf(actor) }, scanned, scan_id)
    refuseAtDoor(actor, found)
    await keepSeen(ctx, { id: doorId, seen_at: found.seen_at })
    const hash = scanHash(doorId, scanned)
    if (found.known_id !== null) {
      if (found.known_hash !== hash) throw scanIdUsed()
      return verdictOfKnown(ctx, found, scanned, found.known_id)
    }
    const reason = await reasonAgainst(ctx, found, scanned)
    if (reason !== null) return refuse(ctx, actor, found, scanned, reason)
    const id = await admit(ctx, actor, found, scanned, { scan_id, hash })
    if (id !== null) return admitted(found, id, scanned.by)
  }
  throw unavailable('busy', 'This pass is being changed right now. Scan it again.')
}

/** The scanned code and door, so that a scan's id can only be used for one. */
export const scanHash = (doorId: number, scanned: Scanned) =>
  requestHash(doorId, scanned.by, { ...scanned, code: undefined })

/** The former verdict of a repeated scan; an admission undone since does not admit again. */
export async function verdictOfKnown(ctx: Context, found: Found, scanned: Scanned, id: number): Promise<Verdict> {
  if (found.known_undone_at !== null) return refused(ctx, 'undone', { pass: passOf(found) })
  return verdictOf(ctx, found, scanned, { id, remark: found.known_remark, at: found.known_at ?? ctx.clock.now() })
}

/** The verdict of a recorded admission; one with a remark was wrong. */
export async function verdictOf(
  ctx: Context,
  found: Found,
  scanned: Scanned,
  { id, remark, at }: { id: number; remark: AdmissionRemark | null; at: number },
): Promise<Verdict> {
  if (remark === null) return admitted(found, id, scanned.by)
  const first = remark === 'double' ? await firstOf(ctx, found, at) : undefined
  return refused(ctx, remark, { pass: passOf(found), admission_id: id, first })
}

export const scanIdUsed = () => conflict('scan_id_used', reasons.scan_id_used)

/** The first reason that applies; null for none. */
async function reasonAgainst(ctx: Context, found: Found, scanned: Scanned): Promise<Reason | null> {
  const now = ctx.clock.now()
  if (found.event_cancelled_at !== null) return 'event_cancelled'
  if (entryEnds({ starts_at: found.starts_at, ends_at: found.ends_at }) <= now) return 'event_over'
  if (scanned.by === 'nothing') return 'malformed'
  if (scanned.by === 'code') {
    const reason = (await forgeryOf(ctx, found, scanned.code)) ?? timeReason(scanned.code, now)
    if (reason !== null) return reason
  }
  if (found.pass_id === null) return 'unknown_pass'
  const reason = scanned.by === 'code' ? await bindingReason(ctx, found, found.pass_id, scanned.code) : null
  return reason ?? stateReason(ctx, found)
}

/** Whether a code was made by this desk for this event. */
export async function forgeryOf(ctx: Context, found: Found, code: DecodedCode): Promise<Reason | null> {
  if (code.event_id !== found.event_id) return 'wrong_event'
  const result = verifyCode(await verifyingKeys(ctx, code.key_id), code)
  return result === 'verified' ? null : result
}

function timeReason(code: DecodedCode, now: number): Reason | null {
  const time = timeOf(code, now)
  return time === 'good' ? null : time
}

/** Whether the code belongs to the pass's present holder and newest showing, in a valid session. */
async function bindingReason(ctx: Context, found: Found, passId: number, code: DecodedCode): Promise<Reason | null> {
  if (code.type_number !== found.type_number) return 'wrong_type'
  if (code.generation !== found.generation) return 'handed_over'
  if (code.tag === found.tag) return found.standing_session === null ? 'session_ended' : null
  const showing = await findShowing(ctx, passId, code.tag)
  if (!showing) return 'superseded'
  if (showing.standing_session === null) return 'session_ended'
  return showing.session_id === found.session_id ? 'superseded' : 'older_session'
}

function stateReason(ctx: Context, found: Found): Reason | null {
  if (found.cancelled_at !== null) return 'cancelled'
  return isUsedAt(ctx, found, ctx.clock.now()) ? 'used' : null
}

/** The admission to which one at this time would be the second. */
export const firstOf = async (ctx: Context, found: Found, at: number) =>
  hasPass(found) ? findFirstAdmission(ctx, found.pass_id, admissionSpan(ctx, found, at)) : undefined

/** @returns the admission's id; null if the pass has changed since it was read */
function admit(
  ctx: Context,
  actor: Actor,
  found: Found,
  scanned: Scanned,
  { scan_id, hash }: { scan_id: string; hash: string },
): Promise<number | null> {
  if (!hasPass(found) || scanned.by === 'nothing') throw new Error('a scan without a pass admits nobody')
  const { event_id, door_id, pass_id, holder_id } = found
  return withTransaction(ctx, async (ctx) => {
    const now = ctx.clock.now()
    const span = admissionSpan(ctx, found, now)
    const isUsed =
      scanned.by === 'code'
        ? await usePassByCode(ctx, pass_id, scanned.code, span)
        : await usePass(ctx, pass_id, now, span)
    if (!isUsed) return null
    const id = await insertAdmission(ctx, {
      ...{ event_id, pass_id, door_id, account_id: actor.id, method: scanned.by },
      ...{ scan_id, request_hash: hash, admitted_at: now, recorded_at: now },
    })
    if (id === undefined) throw scanIdUsed()
    const fact = { actor_id: actor.id, event_id, door_id, pass_id, holder_id, method: scanned.by, remark: null }
    await record(ctx, passAdmitted, fact, now)
    return id
  })
}

/** Reasons for which it is unknown, or unchecked, whether the code is genuine: then no name is shown. */
const nameless = new Set<Reason>([
  'event_cancelled',
  'event_over',
  'malformed',
  'wrong_event',
  'unknown_key',
  'bad_signature',
])

async function refuse(ctx: Context, actor: Actor, found: Found, scanned: Scanned, reason: Reason): Promise<Verdict> {
  const { event_id, door_id } = found
  const pass_id = nameless.has(reason) ? null : found.pass_id
  await record(ctx, scanRefused, { actor_id: actor.id, event_id, door_id, pass_id, reason })
  const first = reason === 'used' ? await firstOf(ctx, found, ctx.clock.now()) : undefined
  const event =
    reason === 'wrong_event' && scanned.by === 'code' ? await otherEvent(ctx, actor, scanned.code) : undefined
  return refused(ctx, reason, { pass: pass_id === null ? null : passOf(found), first, event })
}

/** The other event's name, if the code is genuine and the actor may see the event. */
async function otherEvent(ctx: Context, actor: Actor, code: DecodedCode) {
  if (verifyCode(await verifyingKeys(ctx, code.key_id), code) !== 'verified') return undefined
  const event = await findEvent(ctx, actor, code.event_id)
  return event && { id: event.id, title: event.title }
}

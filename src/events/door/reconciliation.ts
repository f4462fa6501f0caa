import type { Context } from '#context'
import { unavailable } from '#errors'
import { admissionSpan } from '#events/events/times.ts'
import { type DecodedCode, timeOf } from '#events/passes/code.ts'
import { record } from '#platform/activity/record.ts'
import type { AdmissionRemark } from '#platform/db/tables/doors.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { passAdmitted, scanRefused } from './activity.ts'
import { insertAdmission, usePass } from './admission-queries.ts'
import { deviceOf, getDoor, refuseAtDoor } from './doors.ts'
import type { Reason } from './reasons.ts'
import { type Found, type FoundPass, findForScan, hasPass, wasShownAnew } from './scan-queries.ts'
import { readScanned, type Scanned } from './scanned.ts'
import { firstOf, forgeryOf, scanHash, scanIdUsed, verdictOf, verdictOfKnown } from './scans.ts'
import { lockPass } from './undo-queries.ts'
import { refused, type Verdict } from './verdict.ts'

/** An admission by a door that was offline. */
export interface OfflineScan {
  scan_id: string
  /** UNIX milliseconds by the server's clock, as the device estimated it. */
  at: number
  code?: string | undefined
  pass_id?: number | undefined
}

/** Maximum error of a device's clock, in milliseconds. */
const tolerance = 5000
const mostTries = 4
/** In one request. */
export const mostScans = 100

/**
 * Records a door's offline admissions in order. Nobody can be refused any more: a second admission by a pass, or one by
 * an invalid pass, is recorded and reported.
 */
export async function reconcile(ctx: Context, actor: Actor, doorId: number, scans: OfflineScan[]): Promise<Verdict[]> {
  await getDoor(ctx, actor, doorId)
  const verdicts: Verdict[] = []
  for (const scan of scans) verdicts.push(await reconcileOne(ctx, actor, doorId, scan))
  return verdicts
}

async function reconcileOne(ctx: Context, actor: Actor, doorId: number, scan: OfflineScan): Promise<Verdict> {
  const read = readScanned(scan.code ?? '')
  const scanned: Scanned = scan.pass_id ? { by: 'name', pass_id: scan.pass_id } : read
  const hash = scanHash(doorId, scanned)
  for (let attempt = 1; attempt <= mostTries; attempt++) {
    const found = await findForScan(ctx, { door: doorId, device: deviceOf(actor) }, scanned, scan.scan_id)
    refuseAtDoor(actor, found)
    if (found.known_id !== null) {
      // The answer to what was asked by the code may be what did not arrive.
      if (found.known_hash !== hash && found.known_hash !== scanHash(doorId, read)) return refused(ctx, 'scan_id_used')
      return verdictOfKnown(ctx, found, scanned, found.known_id)
    }
    // Somebody was admitted, whatever the device's clock said: while the door was open, and before now.
    const at = Math.min(Math.max(scan.at, found.opened_at), ctx.clock.now())
    const reason = await reasonAgainst(ctx, found, scanned, at)
    if (reason !== null) return refuse(ctx, actor, found, reason)
    if (!hasPass(found)) return refuse(ctx, actor, found, 'unknown_pass')
    const remark = await remarkOn(ctx, found, scanned, at)
    const id = await recordAdmission(ctx, actor, found, { scan: { ...scan, at }, hash, remark })
    if (id !== null) return verdictOf(ctx, found, scanned, { id, remark, at })
  }
  throw unavailable('busy', 'This pass is being changed right now. Send it again.')
}

/** Reasons for which no door would have admitted. */
async function reasonAgainst(ctx: Context, found: Found, scanned: Scanned, at: number): Promise<Reason | null> {
  if (scanned.by === 'nothing') return 'malformed'
  if (scanned.by === 'code') {
    const reason = (await forgeryOf(ctx, found, scanned.code)) ?? timeReason(scanned.code, at)
    if (reason !== null) return reason
    if (hasPass(found) && scanned.code.type_number !== found.type_number) return 'wrong_type'
  }
  return null
}

function timeReason(code: DecodedCode, at: number): Reason | null {
  const times = [0, -tolerance, tolerance].map((shift) => timeOf(code, at + shift))
  return times.includes('good') ? null : (times[0] as Exclude<(typeof times)[number], 'good'>)
}

/** Why the pass did not admit although somebody entered with it; null if it did. */
async function remarkOn(ctx: Context, found: FoundPass, scanned: Scanned, at: number): Promise<AdmissionRemark | null> {
  if (found.cancelled_at !== null || found.event_cancelled_at !== null) return 'cancelled'
  // At an event of several days the offline admission may be of an earlier day than the last use.
  if (found.used_at !== null && (await firstOf(ctx, found, at))) return 'double'
  if (scanned.by !== 'code') return null
  if (scanned.code.generation !== found.generation) return 'handed_over'
  const anew = await wasShownAnew(ctx, found.pass_id, scanned.code.tag, at - tolerance)
  return (anew ?? scanned.code.tag !== found.tag) ? 'superseded' : null
}

/** @returns null if the pass has changed since it was read */
function recordAdmission(
  ctx: Context,
  actor: Actor,
  found: FoundPass,
  { scan, hash, remark }: { scan: OfflineScan; hash: string; remark: AdmissionRemark | null },
): Promise<number | null> {
  const { event_id, door_id, pass_id, holder_id } = found
  return withTransaction(ctx, async (ctx) => {
    const keepsPass = remark !== 'cancelled' && remark !== 'double'
    if (keepsPass && !(await usePass(ctx, pass_id, scan.at, admissionSpan(ctx, found, scan.at)))) return null
    if (remark === 'double') {
      await lockPass(ctx, pass_id)
      if (!(await firstOf(ctx, found, scan.at))) return null
    }
    const now = ctx.clock.now()
    const admission = {
      ...{ event_id, pass_id, door_id, account_id: actor.id, method: 'offline' as const },
      ...{ scan_id: scan.scan_id, request_hash: hash, admitted_at: scan.at, recorded_at: now },
    }
    const id = await insertAdmission(ctx, admission, remark)
    if (id === undefined) throw scanIdUsed()
    const fact = { actor_id: actor.id, event_id, door_id, pass_id, holder_id, method: 'offline' as const, remark }
    await record(ctx, passAdmitted, fact, now)
    return id
  })
}

async function refuse(ctx: Context, actor: Actor, found: Found, reason: Reason): Promise<Verdict> {
  const { event_id, door_id } = found
  await record(ctx, scanRefused, { actor_id: actor.id, event_id, door_id, pass_id: null, reason })
  return refused(ctx, reason)
}

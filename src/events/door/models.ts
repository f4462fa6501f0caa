import type { Context } from '#context'
import { livenessOf } from '#events/passes/liveness.ts'
import { formatTime } from '#lib/format-time.ts'
import type { AdmissionRow } from './admission-queries.ts'
import type { ListedDoor } from './door-queries.ts'
import type { ToLookAt } from './lists.ts'
import type { PassPerson } from './people.ts'
import { momentText, placeText, type Verdict } from './verdict.ts'

const remarks = {
  double: 'Twice',
  cancelled: 'Cancelled place',
  superseded: 'Old code',
  handed_over: 'Handed over before',
} as const

const methods = { code: null, short_code: 'short code', name: 'by name', offline: 'without network' } as const

const textOf = (row: { type_name: string | null; position: number; places: number }) =>
  placeText({ type: row.type_name, place: row.position + 1, of: row.places })

export const admissionModel = (ctx: Context, row: AdmissionRow) => ({
  id: row.id,
  name: row.name,
  place: textOf(row),
  at: formatTime(ctx, row.admitted_at),
  time: momentText(ctx, row.admitted_at),
  door: row.door,
  by: row.admitted_by,
  how: methods[row.method],
  remark: row.remark && remarks[row.remark],
  undone: row.undone_at !== null,
  undo_reason: row.undo_reason,
})

/**
 * "Lee was let in twice: at 20:01 at “Main door” by Ada, and at 20:03 at “Side door” by Ben", in the order of time,
 * whichever door reported first.
 */
export function lookAtModel(ctx: Context, { admission, first }: ToLookAt) {
  const where = (row: AdmissionRow) => `${momentText(ctx, row.admitted_at)}${row.door ? ` at “${row.door}”` : ''}`
  const both = [admission, ...(first ? [first] : [])].toSorted((a, b) => a.admitted_at - b.admitted_at)
  const sentences = {
    double: `let in twice: ${both.map((row) => `${where(row)} by ${row.admitted_by}`).join(', and ')}`,
    cancelled: `let in with a cancelled place, ${where(admission)}`,
    superseded: `let in with an old code, ${where(admission)}`,
    handed_over: `let in with a place that was handed over to somebody else, ${where(admission)}`,
  }
  const { remark } = admission
  return { id: admission.id, name: admission.name, text: remark === null ? '' : sentences[remark] }
}

export const personModel = (ctx: Context, row: PassPerson) => ({
  id: row.id,
  name: row.name,
  place: textOf(row),
  booking_id: row.booking_id,
  paid: row.paid,
  used: row.used_at === null ? null : momentText(ctx, row.used_at),
})

export const doorModel = (ctx: Context, door: ListedDoor) => ({
  ...{ id: door.id, name: door.name, opened_by: door.opened_by, is_closed: door.closed_at !== null },
  opened: momentText(ctx, door.opened_at),
  seen: momentText(ctx, door.seen_at),
  closed: door.closed_at === null ? null : momentText(ctx, door.closed_at),
})

const words = { admitted: 'Admitted', by_hand: 'Check the name', refused: 'Refused' } as const
const icons = { admitted: 'circle-check', by_hand: 'user-check', refused: 'x' } as const

export const verdictModel = (verdict: Verdict) => ({
  kind: verdict.verdict,
  word: words[verdict.verdict],
  icon: icons[verdict.verdict],
  /** Without a message for admitted people, about whom everything is shown. */
  message: verdict.verdict === 'admitted' ? null : verdict.message,
  name: verdict.pass?.name ?? null,
  place: verdict.pass && placeText(verdict.pass),
  booking_id: verdict.pass?.booking_id ?? null,
  paid: verdict.pass?.paid ?? null,
})

/** The mark that live passes of the event show in this minute. */
export function livenessModel({ config, clock }: Context, eventId: number) {
  const [now] = livenessOf(config, eventId, clock.now(), 1)
  return now ? { colour: now.colour, word: now.word } : null
}

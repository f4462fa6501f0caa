import { formatTime, type Here, isoTime } from '#lib/format-time.ts'
import { type Reason, reasons } from './reasons.ts'
import type { Found } from './scan-queries.ts'

export interface Verdict {
  /** `by_hand` if staff must check the person: a short code can be copied, and a name be claimed by anybody. */
  verdict: 'admitted' | 'by_hand' | 'refused'
  reason: Reason | null
  message: string
  admission_id: number | null
  pass: VerdictPass | null
  used: Used | null
  event: { id: number; title: string } | null
}

interface VerdictPass {
  id: number
  /** The booking to be marked as paid. */
  booking_id: number
  name: string
  type: string | null
  place: number
  of: number
  /** Null if nothing is to be paid. */
  paid: boolean | null
}

interface Used {
  at: string
  door: string | null
  by: string
}

/** The pass as a door shows it; null if there is none. */
export function passOf(found: Found): VerdictPass | null {
  const { pass_id, booking_id, name, position, places } = found
  if (pass_id === null || booking_id === null || name === null || position === null || places === null) return null
  const price = found.type_price_cents ?? found.event_price_cents
  return {
    ...{ id: pass_id, booking_id, name, type: found.type_name, place: position + 1, of: places },
    paid: price ? found.paid_at !== null : null,
  }
}

/** "Adult, place 1 of 2" */
export const placeText = ({ type, place, of }: Pick<VerdictPass, 'type' | 'place' | 'of'>) =>
  [type, of > 1 && `place ${place} of ${of}`].filter(Boolean).join(', ')

const isByHand = (method: string) => method === 'short_code' || method === 'name'

export function admitted(found: Found, admission_id: number, method: string): Verdict {
  const pass = passOf(found)
  const place = pass && placeText(pass)
  const named = `${pass?.name}${place ? `: ${place}` : ''}`
  return {
    verdict: isByHand(method) ? 'by_hand' : 'admitted',
    reason: null,
    message: isByHand(method) ? `Check that this is ${pass?.name}.` : `${named}.`,
    ...{ admission_id, pass },
    ...{ used: null, event: null },
  }
}

interface Details {
  pass?: VerdictPass | null
  admission_id?: number
  first?: FirstAdmission | undefined
  event?: { id: number; title: string } | undefined
}

export interface FirstAdmission {
  admitted_at: number
  door: string | null
  admitted_by: string
}

export function refused(
  here: Here,
  reason: Reason,
  { pass = null, admission_id, first, event }: Details = {},
): Verdict {
  return {
    verdict: 'refused',
    reason,
    message: sentenceOf(here, reason, { first, event }),
    admission_id: admission_id ?? null,
    pass,
    used: first ? { at: isoTime(first.admitted_at), door: first.door, by: first.admitted_by } : null,
    event: event ?? null,
  }
}

function sentenceOf(here: Here, reason: Reason, { first, event }: Pick<Details, 'first' | 'event'>): string {
  if (reason === 'wrong_event' && event) return `This pass is for another event: “${event.title}”.`
  if (!first) return reasons[reason]
  const { admitted_at, door, admitted_by } = first
  const when = `${momentText(here, admitted_at)}${door ? ` at “${door}”` : ''} by ${admitted_by}`
  if (reason === 'double') return `This pass also let somebody in, ${when}.`
  return reason === 'used' ? `This pass has already been used, ${when}.` : reasons[reason]
}

/** "at 20:03", with the day if it is not today. */
export function momentText(here: Here, at: number): string {
  const [then, today] = [formatTime(here, at), formatTime(here, here.clock.now())]
  return then.day === today.day ? `at ${then.full.slice(then.day.length + 2)}` : `on ${then.full}`
}

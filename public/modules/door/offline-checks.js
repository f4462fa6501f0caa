// What a door decides without a network: all checks of the server, except whether the code belongs to the newest
// showing, which only the server knows.
import { decodeCode, verifyCode } from './pass-code.js'
import { tidyShortCode } from './roster.js'

/** The server's sentences (src/events/door/reasons.ts), except where only the server may know the key. */
export const reasons = {
  event_cancelled: 'This event is cancelled.',
  event_over: 'This event is over, so nobody can be let in.',
  malformed: 'This is neither a pass nor a short code.',
  wrong_event: 'This pass is for another event.',
  unknown_key: 'This device cannot check this code yet. Ask for the short code and type it.',
  bad_signature: 'This code is forged or damaged: its signature is not valid.',
  expired: 'This code has expired. It may be a screenshot or a page that has stopped: ask them to open the pass again.',
  unknown_pass: 'There is no such pass at this event.',
  wrong_type: 'This code is for a different ticket type than the pass.',
  handed_over: 'This place was handed over to somebody else after this code was shown.',
  cancelled: 'This place was cancelled.',
  used: 'This pass has already been used.',
}

/** Seconds; more than the server allows, as the two clocks are compared over a network. */
const skew = 5

/**
 * @param bundle data about the event from the server: `event`, `keys`
 * @param roster `byPublicId`, `byShortCode`, `byId`, `usedAt`: see roster.js
 * @param scanned { code } or { pass_id }
 * @param now by the server's clock, milliseconds
 * @returns { reason, pass, begins }: reason is null if the person may enter; pass is `newer` if its code, which the
 *   server has signed, shows that it was issued after the device's list; `begins` is when the code's validity begins
 */
export async function check({ event, keys }, roster, scanned, now) {
  if (event.cancelled) return refused('event_cancelled')
  if (now >= Date.parse(event.entry_ends_at)) return refused('event_over')
  if (scanned.pass_id) return standingOf(roster, roster.byId(scanned.pass_id))
  const code = decodeCode(scanned.code)
  if (!code) {
    const short = tidyShortCode(scanned.code)
    return /^[0-9A-Z]{8}$/.test(short) ? standingOf(roster, await roster.byShortCode(short)) : refused('malformed')
  }
  if (code.event_id !== event.id) return refused('wrong_event')
  const key = keys.find(({ id }) => id === code.key_id)
  if (!key || isRetired(key, code)) return refused('unknown_key')
  if (!(await verifyCode(key.public_key, code))) return refused('bad_signature')
  // The signature proves the code, so one from the future shows that the device's clock is slow.
  const seconds = Math.max(now / 1000, code.slot_start)
  if (seconds >= Math.min(code.slot_start + code.lifetime, code.hard_end) + skew) return refused('expired')
  return { ...standingOfCode(roster, code), begins: code.slot_start * 1000 }
}

function standingOfCode(roster, code) {
  const pass = roster.byPublicId(code.public_id)
  if (!pass) return standingOf(roster, { id: code.public_id, type: null, place: 1, of: 1, paid: null, ...unlisted })
  if (pass.type_number !== code.type_number) return refused('wrong_type')
  if (pass.generation > code.generation) return refused('handed_over')
  return standingOf(roster, pass.generation < code.generation ? { ...pass, ...unlisted } : pass)
}

/** Codes are issued some minutes in advance. */
const retiredFor = 5 * 60_000
const isRetired = ({ retired_at }, { slot_start }) =>
  retired_at !== null && slot_start * 1000 > Date.parse(retired_at) + retiredFor

/** A place that was booked or handed over after the device got its list: its holder's name is unknown. */
const unlisted = { name: 'Not on this list', newer: true }

function standingOf(roster, pass) {
  if (!pass) return refused('unknown_pass')
  if (pass.cancelled) return refused('cancelled', pass)
  return roster.usedAt(pass.id) ? refused('used', pass) : { reason: null, pass }
}

const refused = (reason, pass = null) => ({ reason, pass })

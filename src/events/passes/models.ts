import type { Context } from '#context'
import { whenModel } from '#events/events/models.ts'
import { admissionSpan, takesDays } from '#events/events/times.ts'
import { formatTime } from '#lib/format-time.ts'
import { qrCodeSvg } from '#lib/qr-code.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { buyerOf, holderOf, shortCodeFor } from './json.ts'
import type { OwnPass } from './passes.ts'
import { stateOf } from './refusals.ts'
import type { Codes } from './showings.ts'

/** Without JavaScript: the code of the present slot as a picture. */
export interface ShownCode {
  showing: number
  code_html: string
  colour: string
  word: string
  holds_until: ReturnType<typeof formatTime>
}

/** In CSS pixels; 49 modules including the border. */
const codeWidth = 49 * 6

export function shownModel(ctx: Context, { showing, codes, liveness }: Codes): ShownCode | null {
  const [code] = codes
  const [live] = liveness
  if (!code || !live) return null
  const holds_until = formatTime(ctx, code.until)
  return { showing, code_html: qrCodeSvg(code.text, codeWidth), colour: live.colour, word: live.word, holds_until }
}

export function passModel(ctx: Context, actor: Actor, pass: OwnPass) {
  const state = stateOf(ctx, pass)
  const tomorrow = admissionSpan(ctx, pass, ctx.clock.now()).to
  const isOver = tomorrow >= pass.ends_at || pass.cancelled_at !== null || pass.event_cancelled_at !== null
  const is_held = pass.holder_id === actor.id
  const is_bought = pass.buyer_id === actor.id
  return {
    id: pass.id,
    event_id: pass.event_id,
    title: pass.title,
    location: pass.location,
    when: whenModel(ctx, pass),
    place: pass.position + 1,
    of: pass.places,
    type: pass.type_name,
    is_daily: takesDays(pass),
    holder: holderOf(pass),
    buyer: buyerOf(pass),
    short_code: shortCodeFor(actor, pass),
    state,
    /** The day from which a used pass admits again; null if it never does. */
    again: state === 'used' && !isOver ? formatTime(ctx, tomorrow) : null,
    used: pass.used_at === null ? null : formatTime(ctx, pass.used_at),
    used_door: pass.used_door,
    is_held,
    can_show: is_held && state === 'valid',
    can_hand_over: is_held && is_bought && state === 'valid',
    can_return: is_held && !is_bought && state === 'valid',
    can_take_back: !is_held && is_bought && state === 'valid',
  }
}

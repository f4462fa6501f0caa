import { z } from 'zod'
import type { Context } from '#context'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import { type Actor, hasSession } from '#platform/identity/actor.ts'
import { personJson } from '#platform/identity/json.ts'
import { joinedPerson } from '#platform/identity/people.ts'
import type { OwnPass } from './passes.ts'
import { stateOf } from './refusals.ts'
import { showShortCode } from './short-codes.ts'
import type { Codes } from './showings.ts'

const time = z.iso.datetime()

export const passJson = z
  .object({
    id: z.int(),
    event_id: z.int(),
    title: z.string(),
    starts_at: time,
    ends_at: time,
    location: z.string(),
    place: z.int().meta({ description: 'Which of the booking’s places, from 1.' }),
    of: z.int().meta({ description: 'How many places the booking has.' }),
    type: z.string().nullable(),
    holder: personJson,
    buyer: personJson,
    short_code: z.string().nullable().meta({
      description:
        'For people who cannot show a code: the door admits by it after a look at the person. Null for a pass that somebody else holds.',
    }),
    state: z.enum(['valid', 'used', 'cancelled', 'over']),
    used_at: time.nullable().meta({
      description:
        'When it last let somebody in. At an event of several days it is valid again on the next: see `state`.',
    }),
    used_door: z.string().nullable(),
  })
  .meta({ id: 'Pass' })

export const codesJson = z
  .object({
    showing: z.int(),
    now: time.meta({ description: 'The server’s time, by which codes are good.' }),
    codes: z.array(
      z.object({
        text: z.string().meta({ description: 'For a QR code of version 6, level M, alphanumeric.' }),
        from: time,
        until: time.meta({ description: 'When to show the next one.' }),
      }),
    ),
    liveness: z.array(
      z.object({ from: time, colour: z.string(), word: z.string() }).meta({
        description: 'What pass and door show in this minute.',
      }),
    ),
  })
  .meta({ id: 'PassCodes' })

export const holderOf = joinedPerson('holder')
export const buyerOf = joinedPerson('buyer')

/** Only for the present holder with a session, not for programs. */
export const shortCodeFor = (actor: Actor, pass: OwnPass) =>
  pass.holder_id === actor.id && hasSession(actor) ? showShortCode(pass.short_code) : null

export const showPassJson = (ctx: Context, actor: Actor, pass: OwnPass): z.input<typeof passJson> => ({
  id: pass.id,
  event_id: pass.event_id,
  title: pass.title,
  starts_at: isoTime(pass.starts_at),
  ends_at: isoTime(pass.ends_at),
  location: pass.location,
  place: pass.position + 1,
  of: pass.places,
  type: pass.type_name,
  holder: holderOf(pass),
  buyer: buyerOf(pass),
  short_code: shortCodeFor(actor, pass),
  state: stateOf(ctx, pass),
  used_at: timeOrNull(pass.used_at),
  used_door: pass.used_at === null ? null : pass.used_door,
})

export const showCodes = ({ showing, now, codes, liveness }: Codes): z.input<typeof codesJson> => ({
  showing,
  now: isoTime(now),
  codes: codes.map(({ text, from, until }) => ({ text, from: isoTime(from), until: isoTime(until) })),
  liveness: liveness.map(({ from, colour, word }) => ({ from: isoTime(from), colour, word })),
})

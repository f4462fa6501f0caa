import { z } from 'zod'
import type { Context } from '#context'
import { admissionDays, entryEnds, type Times } from '#events/events/times.ts'
import { publicKeys } from '#events/passes/keys.ts'
import { livenessOf } from '#events/passes/liveness.ts'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import { sha256 } from '#lib/sha256.ts'
import { admissionMethods, admissionRemarks } from '#platform/db/tables/doors.ts'
import type { AdmissionRow } from './admission-queries.ts'
import { countAt, type DoorRow, type ListedDoor } from './door-queries.ts'
import type { PassPerson, readBundle } from './people.ts'
import { reasonNames } from './reasons.ts'

const time = z.iso.datetime()
const place = {
  name: z.string().meta({ description: 'Of the person who holds the pass.' }),
  type: z.string().nullable(),
  place: z.int(),
  of: z.int(),
}
const paid = z.boolean().nullable().meta({ description: 'Null if nothing is to be paid.' })

export const doorJson = z
  .object({
    id: z.int(),
    event_id: z.int(),
    name: z.string(),
    opened_by: z.string(),
    opened_at: time,
    seen_at: time,
    closed_at: time.nullable(),
  })
  .meta({ id: 'Door' })

export const verdictJson = z
  .object({
    verdict: z.enum(['admitted', 'by_hand', 'refused']).meta({
      description: 'by_hand: admitted, by what can be copied or said by anybody; look who it is.',
    }),
    reason: z.enum(reasonNames).nullable(),
    message: z.string(),
    admission_id: z.int().nullable(),
    pass: z.object({ id: z.int(), booking_id: z.int(), ...place, paid }).nullable(),
    used: z.object({ at: time, door: z.string().nullable(), by: z.string() }).nullable(),
    event: z
      .object({ id: z.int(), title: z.string() })
      .nullable()
      .meta({ description: 'The other event that the pass is for.' }),
  })
  .meta({ id: 'Verdict' })

export const admissionJson = z
  .object({
    id: z.int(),
    pass_id: z.int(),
    ...place,
    door: z.string().nullable(),
    admitted_by: z.string(),
    method: z.enum(admissionMethods),
    remark: z.enum(admissionRemarks).nullable(),
    admitted_at: time,
    recorded_at: time,
    undone_at: time.nullable(),
    undo_reason: z.string().nullable(),
  })
  .meta({ id: 'Admission' })

const liveness = z
  .array(z.object({ from: time, colour: z.string(), word: z.string() }))
  .meta({ description: 'The colour and the word that a live pass shows, by the minute from which it shows them.' })

export const countsJson = z
  .object({
    admitted: z.int(),
    expected: z.int(),
    remarked: z.int().meta({ description: 'Admissions to be looked at, such as a second one by the same pass.' }),
    at: time,
    liveness,
  })
  .meta({ id: 'DoorCounts' })

export const personJson = z
  .object({
    id: z.int().meta({ description: 'Of the pass.' }),
    booking_id: z.int().meta({ description: 'What is marked as paid.' }),
    ...place,
    paid,
    used_at: time.nullable().meta({ description: 'At an event of several days, on this day.' }),
  })
  .meta({ id: 'PassHolder' })

export const bundleJson = z
  .object({
    keys: z.array(z.object({ id: z.int(), public_key: z.string(), retired_at: time.nullable() })),
    now: time,
    event: z.object({
      id: z.int(),
      title: z.string(),
      starts_at: time,
      entry_ends_at: time,
      days: z.array(time).meta({
        description:
          'The beginnings of the days on each of which a pass admits once; empty for an event of up to a day.',
      }),
      cancelled: z.boolean(),
    }),
    door: z.object({ id: z.int(), name: z.string() }),
    liveness: liveness.meta({
      description: 'What live passes show in the next hours, by the minute; only on the first page, [] on the others.',
    }),
    passes: z.array(
      z.object({
        id: z.int(),
        public_id: z.string().meta({ description: 'The pass id in its codes: 16 hex digits.' }),
        short_code_hash: z.string().meta({
          description: 'SHA-256, base64url, of the event’s id, a colon and the short code in capitals without hyphen.',
        }),
        generation: z.int(),
        type_number: z.int(),
        ...place,
        paid,
        used_at: time.nullable().meta({
          description: 'When it last let somebody in, perhaps on an earlier one of `days`: then it lets in again.',
        }),
        cancelled: z.boolean(),
      }),
    ),
    next_after: z.int().nullable(),
  })
  .meta({ id: 'DoorBundle' })

export const showDoor = (door: ListedDoor): z.input<typeof doorJson> => ({
  ...door,
  opened_at: isoTime(door.opened_at),
  seen_at: isoTime(door.seen_at),
  closed_at: timeOrNull(door.closed_at),
})

const showPlace = (row: { name: string; type_name: string | null; position: number; places: number }) => ({
  ...{ name: row.name, type: row.type_name, place: row.position + 1, of: row.places },
})

export const showAdmission = (row: AdmissionRow): z.input<typeof admissionJson> => ({
  ...{ id: row.id, pass_id: row.pass_id, ...showPlace(row), door: row.door, admitted_by: row.admitted_by },
  ...{ method: row.method, remark: row.remark, undo_reason: row.undo_reason },
  admitted_at: isoTime(row.admitted_at),
  recorded_at: isoTime(row.recorded_at),
  undone_at: timeOrNull(row.undone_at),
})

export const showPerson = (row: PassPerson): z.input<typeof personJson> => ({
  ...{ id: row.id, booking_id: row.booking_id, ...showPlace(row), paid: row.paid, used_at: timeOrNull(row.used_at) },
})

const livenessNow = ({ config, clock }: Context, eventId: number, minutes: number) =>
  livenessOf(config, eventId, clock.now(), minutes).map(({ from, ...shown }) => ({ from: isoTime(from), ...shown }))

export async function showCounts(
  ctx: Context,
  { event_id: eventId, ...times }: Times & { event_id: number },
): Promise<z.input<typeof countsJson>> {
  const counts = await countAt(ctx, eventId, times)
  return { ...counts, at: isoTime(ctx.clock.now()), liveness: livenessNow(ctx, eventId, 5) }
}

/** The minutes for which an offline device knows the mark of live passes. */
const knownMinutes = 12 * 60

export async function showBundle(
  ctx: Context,
  { door, passes, next }: Awaited<ReturnType<typeof readBundle>>,
  isFirst: boolean,
): Promise<z.input<typeof bundleJson>> {
  const keys = await publicKeys(ctx)
  return {
    keys: keys.map(({ id, public_key, retired_at }) => ({ id, public_key, retired_at: timeOrNull(retired_at) })),
    now: isoTime(ctx.clock.now()),
    event: showEvent(ctx, door),
    door: { id: door.id, name: door.name },
    liveness: isFirst ? livenessNow(ctx, door.event_id, knownMinutes) : [],
    passes: passes.map((row) => ({
      ...{ id: row.id, public_id: row.public_id, generation: row.generation, type_number: row.type_number },
      short_code_hash: sha256(`${door.event_id}:${row.short_code}`),
      ...{ ...showPlace(row), paid: row.paid, used_at: timeOrNull(row.used_at), cancelled: row.cancelled_at !== null },
    })),
    next_after: next,
  }
}

const showEvent = (ctx: Context, door: DoorRow) => ({
  ...{ id: door.event_id, title: door.title, cancelled: door.cancelled_at !== null },
  starts_at: isoTime(door.starts_at),
  entry_ends_at: isoTime(entryEnds(door)),
  days: admissionDays(ctx, door).map(isoTime),
})

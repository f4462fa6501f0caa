import { z } from 'zod'
import type { Context, PersonalData } from '#context'
import { isoTime, timeOrNull } from '#lib/format-time.ts'
import { admissionMethods } from '#platform/db/tables/doors.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { allAdmissionsBy, allAdmissionsOf, allDoorsOf, eraseTexts } from './personal-queries.ts'

async function* doorsOf(ctx: Context, { id }: Actor) {
  for await (const doors of allDoorsOf(ctx, id))
    yield doors.map(({ opened_at, closed_at, ...door }) => ({
      ...door,
      opened_at: isoTime(opened_at),
      closed_at: timeOrNull(closed_at),
    }))
}

async function* admissionsBy(ctx: Context, { id }: Actor) {
  for await (const rows of allAdmissionsBy(ctx, id)) yield rows.map(withTimes)
}

async function* admissionsOf(ctx: Context, { id }: Actor) {
  for await (const rows of allAdmissionsOf(ctx, id)) yield rows.map(withTimes)
}

const withTimes = <R extends { admitted_at: number; undone_at: number | null }>({
  admitted_at,
  undone_at,
  ...row
}: R) => ({
  ...row,
  admitted_at: isoTime(admitted_at),
  undone_at: timeOrNull(undone_at),
})

const time = z.iso.datetime()
const admission = {
  id: z.int(),
  event_id: z.int(),
  method: z.enum(admissionMethods),
  admitted_at: time,
  undone_at: time.nullable(),
}

/** The records of admissions stay as part of the event's history. */
export const personalDoors: PersonalData = {
  members: {
    doors: z.array(
      z.object({ id: z.int(), event_id: z.int(), name: z.string(), opened_at: time, closed_at: time.nullable() }),
    ),
    people_let_in: z.array(z.object({ ...admission, door_id: z.int().nullable() })),
    admissions: z.array(z.object({ ...admission, pass_id: z.int(), door: z.string().nullable() })),
  },
  read: async (ctx, actor) => ({
    doors: doorsOf(ctx, actor),
    people_let_in: admissionsBy(ctx, actor),
    admissions: admissionsOf(ctx, actor),
  }),
}

export const eraseFromDoors = (ctx: Context, { account_id }: { account_id: number }): Promise<void> =>
  eraseTexts(ctx, account_id)

import type { Context } from '#context'
import type { Database } from '#platform/db/client.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'

/** What is needed to show a pass. */
export type HeldPass = NonNullable<Awaited<ReturnType<typeof findHeld>>>

const held = (db: Database, { id, holder_id }: { id: number; holder_id: number }) =>
  db
    .selectFrom('passes')
    .innerJoin('events', 'events.id', 'passes.event_id')
    .select([
      'passes.id',
      'passes.event_id',
      'passes.public_id',
      'passes.type_number',
      'passes.generation',
      'passes.tag',
      'passes.used_at',
      'passes.cancelled_at',
      'events.starts_at',
      'events.ends_at',
      'events.cancelled_at as event_cancelled_at',
    ])
    .where('passes.id', '=', id)
    .where('passes.holder_id', '=', holder_id)

const byId = compiledOnce((db, values: { id: number; holder_id: number }) => held(db, values))

export async function findHeld(ctx: Context, id: number, holder_id: number) {
  const [pass] = await byId(ctx.db, { id, holder_id }, {})
  return pass
}

const byShowing = compiledOnce((db, values: { id: number; holder_id: number; session_id: string; showing: number }) =>
  held(db, values)
    .innerJoin('pass_showings', 'pass_showings.pass_id', 'passes.id')
    .where('pass_showings.id', '=', values.showing)
    .where('passes.session_id', '=', values.session_id)
    .whereRef('pass_showings.tag', '=', 'passes.tag'),
)

/** The same while this showing, in this session, is the present one. */
export async function findShown(ctx: Context, id: number, holder_id: number, session_id: string, showing: number) {
  const [pass] = await byShowing(ctx.db, { id, holder_id, session_id, showing }, {})
  return pass
}

type Shown = { id: number; generation: number; used_before: number } & Omit<NewShowing, 'pass_id'>

const shown = compiledOnce((db, { id, generation, used_before, ...values }: Shown) =>
  db
    .updateTable('passes')
    .set(values)
    .where('id', '=', id)
    .where('generation', '=', generation)
    .where((eb) => eb.or([eb('used_at', 'is', null), eb('used_at', '<', used_before)]))
    .where('cancelled_at', 'is', null)
    .returning('id'),
)

/** @returns false if the pass was used, cancelled or handed over meanwhile */
export const setShown = async (ctx: Context, values: Shown): Promise<boolean> =>
  (await shown(ctx.db, values, {})).length > 0

type NewShowing = { pass_id: number; tag: string; session_id: string; shown_at: number }

const inserted = compiledOnce((db, values: NewShowing) => db.insertInto('pass_showings').values(values).returning('id'))

export async function insertShowing(ctx: Context, showing: NewShowing): Promise<number> {
  const [row] = await inserted(ctx.db, showing, {})
  return (row as { id: number }).id
}

import { type Insertable, sql, type Updateable } from 'kysely'
import type { Context } from '#context'
import type { Database } from '#platform/db/client.ts'
import { compiledOnce, insertedOnce } from '#platform/db/compiled-once.ts'
import type { Schema } from '#platform/db/schema.ts'
import { staffWhoWrote } from './recipient-queries.ts'

const inserted = insertedOnce((db, tickets: Insertable<Schema['tickets']>[]) =>
  db.insertInto('tickets').values(tickets).returning('id'),
)

export async function insertTicket(ctx: Context, ticket: Insertable<Schema['tickets']>): Promise<number> {
  const [row] = await inserted(ctx.db, [ticket])
  return (row as { id: number }).id
}

type TicketChange = Updateable<Schema['tickets']>

interface Changed {
  columns: string[]
  nulls: string[]
}

const changed = (db: Database, values: Record<string, number | string>, { columns, nulls }: Changed) =>
  db
    .updateTable('tickets')
    .set(Object.fromEntries(columns.map((one) => [one, nulls.includes(one) ? sql.lit(null) : values[one]])))
    .where('id', '=', values.id as number)

function cellsOf(id: number, change: TicketChange) {
  const cells = Object.entries(change)
  const nulls = cells.filter(([, value]) => value === null).map(([column]) => column)
  const values = Object.fromEntries(cells.filter(([, value]) => value !== null)) as Record<string, number | string>
  return [
    { ...values, id },
    { columns: Object.keys(change), nulls },
  ] as const
}

const changedAlone = compiledOnce(changed)

export async function updateTicket(ctx: Context, id: number, change: TicketChange): Promise<void> {
  await changedAlone(ctx.db, ...cellsOf(id, change))
}

const changedByMessage = compiledOnce((db, values: Record<string, number | string>, shape: Changed) =>
  changed(db, values, shape).returning(staffWhoWrote(db, values.id as number).as('staff_who_wrote')),
)

/** The same after a new message. @returns the staff who have written in the ticket */
export async function updateWritten(ctx: Context, id: number, change: TicketChange): Promise<number[]> {
  const [row] = await changedByMessage(ctx.db, ...cellsOf(id, change))
  return (JSON.parse(row?.staff_who_wrote ?? '[]') as [number][]).flat()
}

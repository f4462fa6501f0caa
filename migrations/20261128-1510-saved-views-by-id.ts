import { type Kysely, sql } from 'kysely'

/** Saved views name a customer by id from now on: a name stayed in them when its account was deleted. */
export async function up(db: Kysely<unknown>) {
  const { rows } = await sql<{ id: number; address: string }>`
    select id, address from saved_views where address like '%customer=%'`.execute(db)
  for (const { id, address } of rows) {
    const query = new URLSearchParams(address)
    const name = query.get('customer') ?? ''
    const account = await sql<{
      id: number
    }>`select id from accounts where username_key = ${name.toLowerCase()}`.execute(db)
    if (account.rows[0]) query.set('customer', `id:${account.rows[0].id}`)
    await sql`update saved_views set address = ${query.toString()} where id = ${id}`.execute(db)
  }
}

import { sql } from 'kysely'
import { test } from 'vitest'
import { withTransaction } from '#platform/db/transaction.ts'
import { lockPending } from '#platform/notifications/mail-queries.ts'
import { engine } from '../support/database.ts'
import { somebodyWaits } from '../support/locks.ts'
import { startDesk } from '../tickets/desk.ts'

const { world, customer, anna, ben, open } = await startDesk()
const { ctx } = world

/** Notifications about a ticket, of which the oldest is the last row of the table. */
async function toldOf(account_id: number, ticket: number): Promise<number[]> {
  const told = ctx.db.selectFrom('notifications').select('id').where('account_id', '=', account_id)
  const rows = await told.where('subject_id', '=', ticket).orderBy('id').execute()
  await ctx.db
    .updateTable('notifications')
    .set({ mail_due_at: 1 })
    .where('id', '=', rows[0]?.id ?? 0)
    .execute()
  return rows.map(({ id }) => id)
}

const marking: Record<string, (ticket: number) => PromiseLike<unknown>> = {
  'a claim by a colleague': (id) => ben.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200),
  'an action of their own': (id) => anna.api.put(`/tickets/${id}/assignment`, { assistant_id: ben.id }).expect(200),
  'opening the ticket': (id) => anna.pages.get(`/tickets/${id}`).expect(200),
  'marking all': () => anna.api.post('/notifications/read').expect(204),
  'a mail, also where newer ones come at once and the oldest once a day,': async () => {
    const others = ctx.db.updateTable('notifications').where('account_id', '=', anna.id).where('read_at', 'is', null)
    await others.where('mail_due_at', 'is', null).set({ mail_due_at: 0 }).execute()
    await withTransaction(ctx, (ctx) => lockPending(ctx, anna.id, 0, 500))
  },
}

/** On SQLite a transaction locks the whole database. */
const [locking, lockingAtOnce] = engine === 'postgres' ? [sql`for update`, sql`for update nowait`] : [sql``, sql``]

test.each(Object.entries(marking))(
  '%s takes the oldest notification first, so that it waits for nobody who waits for it',
  async (_name, mark) => {
    const ticket = await open()
    for (let n = 0; n < 6; n += 1)
      await customer.api.post(`/tickets/${ticket}/messages`, { message: 'Is anybody there?' }).expect(201)
    const [oldest = 0, ...newer] = await toldOf(anna.id, ticket)
    const marked: PromiseLike<unknown>[] = []
    await withTransaction(ctx, async ({ db }) => {
      await sql`select 1 from notifications where id = ${oldest} ${locking}`.execute(db)
      marked.push(Promise.resolve(mark(ticket)))
      await somebodyWaits(ctx)
      await sql`select 1 from notifications where id in (${sql.join(newer)}) ${lockingAtOnce}`.execute(db)
    })
    await Promise.all(marked)
  },
)

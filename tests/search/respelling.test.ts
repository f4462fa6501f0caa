import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { documentsPerTicket } from '#desk/tickets/search-documents.ts'
import { pairsOf } from '#lib/searched-words.ts'
import { type SearchDocument, writeDocument } from '#platform/db/full-text.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { replaceWords } from '#platform/identity/account-word-queries.ts'
import { indexAccount } from '#platform/identity/account-words.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { up } from '../../migrations/20261128-1620-respelled-syllables.ts'
import { jobKinds } from '../../src/job-kinds.ts'
import { anEvent, startHouse } from '../events/stage.ts'
import { join, ticketOf } from '../support/people.ts'
import { listed } from './found.ts'

const { world, host, kim } = await startHouse()
const { ctx } = world

/** As they were stored before characters had one spelling. */
const former = (text: string) => ({ words: pairsOf([...text]), others: [] })
const document = (id: number, title: string): SearchDocument => ({
  ...{ id: id * documentsPerTicket, title: former(title), body: former(''), notes: null, keys: [] },
})

test('words stored by former rules are rewritten', async () => {
  const lin = await join(world, 'lin')
  const [chinese, english] = [await ticketOf(world, kim, '舞蹈課程'), await ticketOf(world, kim, 'Call 0170 1234567')]
  const { body: event } = await host.api.post('/events', { ...anEvent(world), title: '芭蕾舞課' }).expect(201)
  await writeDocument(ctx.db, document(chinese, '舞蹈課程'))
  const numbers = { ...document(english, ''), title: { words: ['call', '0170', '1234567'], others: [] } }
  await writeDocument(ctx.db, numbers)
  await replaceWords(ctx, lin.id, pairsOf([...'林麗華']))
  await ctx.db.updateTable('accounts').set({ display_name: '林麗華' }).where('id', '=', lin.id).execute()
  await ctx.db.updateTable('events').set({ searched: '芭蕾舞課' }).where('id', '=', event.id).execute()

  const tickets = async (q: string) => (await listed(kim, { q })).map(({ id }) => id)
  const events = async (q: string) =>
    (await kim.api.get(`/events?q=${encodeURIComponent(q)}`).expect(200)).body.events.map(
      ({ id }: { id: number }) => id,
    )
  const isNamed = async (word: string) =>
    (await sql`select 1 from account_words where account_id = ${lin.id} and word = ${word}`.execute(ctx.db)).rows.length

  expect(await tickets('01701234567')).toEqual([])
  expect([await tickets('課程'), await events('舞課'), await isNamed('丽华')]).toEqual([[], [], 0])
  await up(ctx.db as never)
  await ctx.db.updateTable('jobs').set({ run_at: 0 }).where('kind', 'like', 'respell%').execute()
  await new Worker(ctx, jobKinds).drain()
  for (const q of ['課程', '课程']) expect(await tickets(q)).toEqual([chinese])
  for (const q of ['舞課', '舞课']) expect(await events(q)).toEqual([event.id])
  expect(await isNamed('丽华')).toBe(1)
  expect(await tickets('01701234567')).toEqual([english])
})

test('two may write what one account is found by at once, as two jobs of an upgrade do', async () => {
  const { id } = await join(world, 'twice')
  const write = () => withTransaction(ctx, (ctx) => indexAccount(ctx, id))
  await Promise.all(Array.from({ length: 10 }, write))
  const words = await ctx.db.selectFrom('account_words').select('word').where('account_id', '=', id).execute()
  expect(words).toContainEqual({ word: 'twice' })
})

import type { Kysely } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { openDatabase } from '#platform/db/client.ts'
import { migrateTo } from '#platform/db/migrate.ts'
import { type Content, type Row, restoreFixture } from './fixture.ts'

const db = openDatabase(await restoreFixture('20261126-1071-job-priorities'))
afterAll(() => db.destroy())

test('every place that was booked before there were passes gets one; the types of an event get their numbers', async () => {
  await migrateTo(db, '20261126-1479-invitations-of-an-address')
  const before = db as unknown as Kysely<Content>
  const { id: account_id } = await db.selectFrom('accounts').select('id').orderBy('id').executeTakeFirstOrThrow()
  const insert = (table: string, rows: Row[]) => before.insertInto(table).values(rows).execute()
  const events = [1, 2].map((id) => ({
    ...{ id, host_id: account_id, title: `Event ${id}`, description: '', location: '', searched: '' },
    ...{ starts_at: 2, ends_at: 3, visibility: 'public', places_taken: 0, attendees_visible: 0 },
    ...{ sequence: 0, created_at: 1, changed_at: 1 },
  }))
  await insert('events', events)
  const types = [11, 12, 21].map((id) => ({
    ...{ id, event_id: Math.floor(id / 10), position: 0, name: `Type ${id}`, places_taken: 0 },
  }))
  await insert('event_types', types)
  // More rows than the migration handles at a time.
  const bookings = Array.from({ length: 601 }, (_, n) => ({
    ...{
      id: n + 1,
      event_id: 1 + (n % 2),
      account_id,
      purchase_id: `p${n}`,
      request_hash: '',
      places: 1,
      booked_at: 1,
    },
    cancelled_at: n === 600 ? 2 : null,
  }))
  await insert('bookings', bookings)
  const typeOf = (n: number) => (n === 0 ? null : n % 2 === 0 ? 12 : 21)
  await insert(
    'booked_places',
    bookings.map(({ id }, n) => ({ id, booking_id: id, position: 0, type_id: typeOf(n) })),
  )

  await migrateTo(db, '20261126-1521-passes-of-bookings')

  const numbers = await db.selectFrom('event_types').select(['id', 'number']).orderBy('id').execute()
  expect(numbers.map(({ number }) => number)).toEqual([1, 2, 1])
  const passes = await db.selectFrom('passes').selectAll().orderBy('place_id').execute()
  expect(passes.map(({ place_id }) => place_id)).toEqual(bookings.slice(0, 600).map(({ id }) => id))
  expect(passes.slice(0, 3)).toMatchObject([
    { event_id: 1, holder_id: account_id, type_number: 0, generation: 1, tag: null, used_at: null },
    { event_id: 2, type_number: 1 },
    { event_id: 1, type_number: 2 },
  ])
  for (const { public_id, short_code } of passes) {
    expect(public_id).toMatch(/^[0-9a-f]{16}$/)
    expect(short_code).toMatch(/^[0-9A-HJKMNP-TV-Z]{8}$/)
  }
})

import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Database } from '#platform/db/client.ts'
import { compiledOnce } from '#platform/db/compiled-once.ts'
import { engine } from '../support/database.ts'
import { startApp } from '../support/world.ts'

const { ctx } = await startApp()

test('a query compiled once uses new values in each run', async () => {
  const later = compiledOnce((db, { at }: { at: number }) => db.selectNoFrom((eb) => eb.val(at).as('at')))
  const answers = [await later(ctx.db, { at: 1 }, {}), await later(ctx.db, { at: 2 }, {})]
  expect(answers.flat().map(({ at }) => Number(at))).toEqual([1, 2])
})

test('a value that would be written into the text is refused', async () => {
  const written = compiledOnce(
    (db, { at }: { at: number }) =>
      db.selectNoFrom((eb) => eb.case().when(eb.val(1), '=', eb.val(1)).then(at).else(0).end().as('at')),
    { constants: [1] },
  )
  await expect(written(ctx.db, { at: 5 }, {})).rejects.toThrow('no value in its text')
})

test('a value that comes from elsewhere is refused', async () => {
  const elsewhere = compiledOnce((db, _values: { at: number }) => db.selectNoFrom((eb) => eb.val('mine').as('of')))
  await expect(elsewhere(ctx.db, { at: 5 }, {})).rejects.toThrow('every value from its values')
})

test('of very many shapes, only so many are kept', async () => {
  let built = 0
  const many = compiledOnce((db, { at }: { at: number }, { name }: { name: string }) => {
    built++
    return db.selectNoFrom((eb) => eb.val(at).as(name))
  })
  const ask = (n: number) => many(ctx.db, { at: n }, { name: `shape_${n}` })
  for (let n = 0; n <= 300; n++) expect(await ask(n)).toHaveLength(1)
  await ask(300)
  expect(built).toBe(301)
  await ask(0)
  expect(built).toBe(302)
})

describe('a prepared statement', () => {
  const names = compiledOnce((db, { id }: { id: number }) =>
    db.selectFrom('accounts').select('username').where('id', '=', id),
  )

  test('lives through a migration', async () => {
    await ctx.db.connection().execute(async (db) => {
      expect(await names(db, { id: 1 }, {})).toEqual([])
      await sql`alter table accounts add column later text`.execute(db)
      expect(await names(db, { id: 1 }, {})).toEqual([])
      if (engine === 'postgres') {
        const kept = sql`select name from pg_prepared_statements where statement like '%"username"%'`
        expect((await kept.execute(db)).rows).toEqual([{ name: expect.stringMatching(/^supportme-\d+$/) }])
      }
    })
  })

  test('is kept for so many shapes and no more', async () => {
    const build = (db: Database, { at }: { at: number }, { name }: { name: string }) =>
      db.selectNoFrom((eb) => eb.val(at).as(name))
    const few = compiledOnce(build, { mostPrepared: 2 })
    await ctx.db.connection().execute(async (db) => {
      for (const name of ['kept_1', 'kept_2', 'kept_3']) expect(await few(db, { at: 1 }, { name })).toHaveLength(1)
      if (engine === 'postgres') {
        const kept = sql`select name from pg_prepared_statements where statement like '%"kept_%'`
        expect((await kept.execute(db)).rows).toHaveLength(2)
      }
    })
  })

  test('names its columns, of which there can be more one day', async () => {
    const all = compiledOnce((db, { id }: { id: number }) => db.selectFrom('accounts').selectAll().where('id', '=', id))
    await expect(all(ctx.db, { id: 1 }, {})).rejects.toThrow('names its columns')
  })
})

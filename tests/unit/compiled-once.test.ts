import { expect, test } from 'vitest'
import { compiledOnce } from '../../src/db/compiled-once.ts'
import { startApp } from '../support/world.ts'

const { ctx } = await startApp()

test('a query compiled once takes its values anew each time', async () => {
  const later = compiledOnce((db, { at }: { at: number }) => db.selectNoFrom((eb) => eb.val(at).as('at')))
  const answers = [await later(ctx.db, { at: 1 }, {}), await later(ctx.db, { at: 2 }, {})]
  expect(answers.flat().map(({ at }) => Number(at))).toEqual([1, 2])
})

test('a value that would be written into the text is refused', async () => {
  const written = compiledOnce(
    (db, { at }: { at: number }) =>
      db.selectNoFrom((eb) => eb.case().when(eb.val(1), '=', eb.val(1)).then(at).else(0).end().as('at')),
    [1],
  )
  await expect(written(ctx.db, { at: 5 }, {})).rejects.toThrow('no value in its text')
})

test('a value that comes from elsewhere is refused', async () => {
  const elsewhere = compiledOnce((db, _values: { at: number }) => db.selectNoFrom((eb) => eb.val('mine').as('of')))
  await expect(elsewhere(ctx.db, { at: 5 }, {})).rejects.toThrow('every value from its values')
})

import { afterAll, describe, expect, test } from 'vitest'
import { openDatabase } from '#platform/db/client.ts'
import { engineOfDatabase } from '#platform/db/dialect.ts'
import { compareMigrations } from '#platform/db/migrate.ts'
import { engine, freshDatabase } from '../support/database.ts'

describe('a fresh database', async () => {
  const [first, second] = [openDatabase(await freshDatabase()), openDatabase(await freshDatabase())]
  afterAll(() => Promise.all([first.destroy(), second.destroy()]))

  test('is on the engine the run asks for', () => {
    expect(engineOfDatabase(first)).toBe(engine)
  })

  test('is migrated and empty', async () => {
    expect((await compareMigrations(first)).pending).toEqual([])
    expect(await first.selectFrom('accounts').select('id').execute()).toEqual([])
  })

  test('shares nothing with the next one', async () => {
    await first.insertInto('setup_codes').values({ code_hash: 'a', expires_at: 1 }).execute()
    expect(await second.selectFrom('setup_codes').select('code_hash').execute()).toEqual([])
  })
})

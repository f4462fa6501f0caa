import { readFileSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '#platform/db/client.ts'
import { freshDatabase } from '../support/database.ts'
import { schemaText } from './schema-text.ts'

// After a migration: WRITE_SCHEMA=1 npx vitest run --config tools/vitest.config.ts tests/meta/schema.test.ts
const description = new URL('schema.txt', import.meta.url)

describe('the schema that the migrations make', async () => {
  const sqlite = await schemaText(await freshDatabase('sqlite'))
  const url = await freshDatabase('postgres')
  const postgres = await schemaText(url)
  if (process.env.WRITE_SCHEMA) writeFileSync(description, postgres)

  test('is the described one on PostgreSQL', () => {
    expect(postgres).toBe(readFileSync(description, 'utf8'))
  })

  test('is the described one on SQLite', () => {
    expect(sqlite).toBe(readFileSync(description, 'utf8'))
  })

  test('has no key on PostgreSQL that is compared by the rules of a language', async () => {
    const db = openDatabase(url)
    const byLanguage = sql<{ key: string }>`
      select indrelid::regclass || '.' || attname as key
      from pg_index join pg_attribute on attrelid = indrelid and attnum = any (indkey)
      where indrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace)
        and atttypid = 'text'::regtype and attcollation <> '"C"'::regcollation`
    expect((await byLanguage.execute(db).finally(() => db.destroy())).rows).toEqual([])
  })
})

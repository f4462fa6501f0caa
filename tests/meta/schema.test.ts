import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { freshDatabase } from '../support/database.ts'
import { schemaText } from './schema-text.ts'

// After a migration: WRITE_SCHEMA=1 npx vitest run --config tools/vitest.config.ts tests/meta/schema.test.ts
const description = new URL('schema.txt', import.meta.url)

describe('the schema that the migrations make', async () => {
  const sqlite = await schemaText(await freshDatabase('sqlite'))
  const postgres = await schemaText(await freshDatabase('postgres'))
  if (process.env.WRITE_SCHEMA) writeFileSync(description, postgres)

  test('is the described one on PostgreSQL', () => {
    expect(postgres).toBe(readFileSync(description, 'utf8'))
  })

  test('is the described one on SQLite', () => {
    expect(sqlite).toBe(readFileSync(description, 'utf8'))
  })
})

import { randomBytes } from 'node:crypto'
import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, inject } from 'vitest'

export type Engine = 'sqlite' | 'postgres'

/** The engine this file is being run on. */
export const engine: Engine = inject('engine')

/**
 * A migrated, empty database for this test file, as a DATABASE_URL; removed after the file's last test.
 * Call it at the top of a file or in a `describe`, not in a hook or test.
 */
export async function freshDatabase(on: Engine = engine): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`
  return on === 'sqlite' ? freshFile(name) : freshPostgres(name)
}

/** The same, not migrated: a copy of this file on SQLite, empty on PostgreSQL. */
export async function unmigratedDatabase(sqliteFile: string): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`
  return engine === 'sqlite' ? freshFile(name, sqliteFile) : freshPostgres(name, 'template1')
}

async function freshFile(name: string, template = inject('sqliteTemplate')) {
  const path = join(inject('folder'), `${name}.db`)
  afterAll(() => Promise.all(['', '-wal', '-shm'].map((suffix) => rm(path + suffix, { force: true }))))
  await copyFile(template, path)
  return `file:${path}`
}

async function freshPostgres(name: string, template = 'template') {
  afterAll(() => administer(`drop database if exists ${name} with (force)`))
  // Takes half the processor time of the strategy `wal_log`.
  await administer(`create database ${name} template ${template} strategy file_copy`)
  const address = new URL(inject('postgresAddress'))
  address.pathname = name
  return address.href
}

async function administer(statement: string) {
  const client = new pg.Client(inject('postgresAddress'))
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '#platform/db/client.ts'
import { migrateToLatest } from '#platform/db/migrate.ts'
import { startPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The engine that the file runs on. */
    engine: 'sqlite' | 'postgres'
    /** A folder for this run's files, removed when the run ends. */
    folder: string
    /** A migrated, empty SQLite file. */
    sqliteTemplate: string
    /** The server for databases; its database `template` is migrated and empty. */
    postgresAddress: string
  }
}

/** Once for the whole run: one PostgreSQL, and a migrated template on each engine. */
export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'supportme-tests-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

  const sqliteTemplate = join(folder, 'template.db')
  const postgres = await startPostgres()
  try {
    await createDatabase(postgres.address('postgres'), 'template')
    await Promise.all([migrate(`file:${sqliteTemplate}`), migrate(postgres.address('template'))])
  } catch (error) {
    await postgres.stop()
    throw error
  }

  project.provide('folder', folder)
  project.provide('sqliteTemplate', sqliteTemplate)
  project.provide('postgresAddress', postgres.address('postgres'))
  return () => postgres.stop()
}

async function createDatabase(address: string, name: string) {
  const client = new pg.Client(address)
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
}

async function migrate(url: string) {
  const db = openDatabase(url)
  await migrateToLatest(db)
  await db.destroy()
}

import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import pg from 'pg'
import { inject, onTestFinished } from 'vitest'
import type { Engine } from '../support/database.ts'

export const engines: Engine[] = ['sqlite', 'postgres']

/** An empty database without tables, as a DATABASE_URL; removed after the test. */
export async function emptyDatabase(on: Engine, folder: string, options = ''): Promise<string> {
  if (on === 'sqlite') return `file:${join(folder, 'desk.db')}`
  const name = `empty_${randomBytes(8).toString('hex')}`
  await rows(inject('postgresAddress'), `create database ${name} template template0 ${options}`)
  onTestFinished(async () => {
    await rows(inject('postgresAddress'), `drop database if exists ${name} with (force)`)
  })
  const address = new URL(inject('postgresAddress'))
  address.pathname = name
  return address.href
}

/** The rows of a statement that is run directly on the database. */
export async function rows(url: string, statement: string): Promise<Record<string, unknown>[]> {
  if (url.startsWith('file:')) {
    const file = new BetterSqlite(url.slice('file:'.length), { readonly: true })
    try {
      return file.prepare(statement).all() as Record<string, unknown>[]
    } finally {
      file.close()
    }
  }
  const client = new pg.Client(url)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '#config'
import { openDatabase } from '#platform/db/client.ts'
import { migrateTo } from '#platform/db/migrate.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { openContext } from '../../src/open-context.ts'
import { freshDatabase } from '../support/database.ts'
import { launch, ownFolder, says, start } from './program.ts'

const secrets = { SECRET_KEY: 'a secret key for tests alone', PEPPER: 'a pepper for tests alone' }
const configOf = (DATABASE_URL: string) =>
  loadConfig({ ...secrets, NODE_ENV: 'test', LOG_LEVEL: 'silent', DATABASE_URL })
const opening = (DATABASE_URL: string, overrides = {}) => openContext(configOf(DATABASE_URL), overrides)

/** Starts a program that must refuse to start. @returns its output */
async function refusal(folder: string, env = {}): Promise<string> {
  const program = await launch({ folder, env })
  expect(await program.exited).toEqual({ code: 1, signal: null })
  expect(program.err()).not.toMatch(/^\s+at /m)
  return program.err()
}

describe('no new desk begins silently', () => {
  test('where the secrets of an earlier one are, and its database is missing or empty', async () => {
    const folder = await ownFolder()
    const data = join(folder, 'data')
    mkdirSync(data)
    for (const name of ['secret-key', 'pepper']) {
      writeFileSync(join(data, name), `${name} of an earlier desk, long enough`)
      utimesSync(join(data, name), 1, 1)
    }
    expect(await refusal(folder)).toMatch(
      /There is no database file at data\/supportme.db, but the secrets.*move the secrets/,
    )
    writeFileSync(join(data, 'supportme.db'), '')
    // Made while the clock was ahead.
    for (const name of ['secret-key', 'pepper']) utimesSync(join(data, name), 9e9, 9e9)
    expect(await refusal(folder)).toMatch(/data\/supportme.db is empty, but the secrets/)
    for (const name of ['secret-key', 'pepper']) rmSync(join(data, name))
    await start({ folder })
    // A second server on the file is not refused, but prints a warning.
    await says(await start({ folder }), /another server is running on data\/supportme.db/)
    expect(await refusal(folder, { SECRET_KEY: 'the secret key of another machine' })).toMatch(/another SECRET_KEY/)
  })
})

test('nor in production where a restore was ended after it had moved the database away', async () => {
  const folder = await ownFolder()
  mkdirSync(join(folder, 'data'))
  const moved = join(folder, 'data/supportme.db.before-restore-20261127-073000')
  writeFileSync(moved, 'a database')
  const [SECRET_KEY, PEPPER] = [randomBytes(33), randomBytes(33)].map((bytes) => bytes.toString('base64'))
  const env = { BASE_URL: 'https://desk.example', SECRET_KEY, PEPPER } as Record<string, string>
  expect(await refusal(folder, env)).toMatch(/no database file.*before-restore-20261127-073000 is there.*Restore again/)
  rmSync(moved)
  await start({ folder, env })
})

test('a link is followed to the database file, also where that is still to be made', async () => {
  const folder = await ownFolder()
  const link = join(folder, 'links/desk.db')
  mkdirSync(dirname(link))
  symlinkSync('../desk.db', link)
  await closeContext(await opening(`file:${link}`))
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['desk.db', 'desk.db.lock']))
  expect(configOf(`file:${link}`).files.folder).toBe(join(folder, 'files'))
})

test('a lock that is a link is not followed: root, who restores, would make a file wherever it leads', async () => {
  const folder = await ownFolder()
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'desk.db.lock'))
  await expect(opening(`file:${join(folder, 'desk.db')}`)).rejects.toThrow('cannot be read or written')
  expect(readdirSync(folder)).not.toContain('elsewhere')
})

describe('a database that this version cannot use', async () => {
  const newer = await freshDatabase('sqlite')

  test('because a newer one has migrated it is named as such, by the desk and by commands', async () => {
    const file = new BetterSqlite(newer.slice('file:'.length))
    file.exec("insert into kysely_migration values ('29991231-1000-from-the-future', '2999-12-31T00:00:00.000Z')")
    file.close()
    await expect(opening(newer)).rejects.toThrow(/newer version.*29991231-1000-from-the-future.*restore a backup/)
    await expect(opening(newer, { migrate: false })).rejects.toThrow(/newer version/)
  })

  test('because a migration fails names the migration and the copy from before', async () => {
    const folder = await ownFolder()
    const url = `file:${join(folder, 'desk.db')}`
    const db = openDatabase(url)
    await migrateTo(db, '20261121-1220-failed-logins-of-account')
    await db.schema.createTable('storage_probe').addColumn('x', 'integer').execute()
    await db.destroy()
    const [dead, alive] = [999_999_999, process.pid].map((pid) => `desk.db.before-20261126-1000-any.${pid}`)
    const halves = [dead, `${dead}-journal`, alive] as string[]
    for (const half of halves) writeFileSync(join(folder, half), 'half a copy')
    await expect(opening(url)).rejects.toThrow(
      /20261126-1040-storage-probe failed \(.*already exists\).*Nothing was changed.*A copy.*desk\.db\.before-20261126/,
    )
    // A partial copy left by a start that was killed is removed by the next start.
    const names = readdirSync(folder)
    expect(halves.filter((half) => names.includes(half))).toEqual([alive])
  })
})

import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import pino from 'pino'
import { expect, inject, onTestFinished, test, vi } from 'vitest'
import { loadConfig } from '#config'
import { minute } from '#lib/durations.ts'
import { openDatabase } from '#platform/db/client.ts'
import { migrationsToRun } from '#platform/db/migrate.ts'
import { whyClockIsWrong } from '#platform/installation/clock.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { openContext, openDesk } from '../../../src/open-context.ts'
import { checkDatabase } from '../../../tools/doctor/database.ts'
import { emptyDatabase, rows } from '../../process/empty-database.ts'
import { freshDatabase } from '../../support/database.ts'

const database = await freshDatabase('postgres')

test('looking up a page is reckoned to cost little, unless an operator has set what it costs', async () => {
  const costAt = async (url: string) => {
    const db = openDatabase(url)
    const cost = sql<{ cost: string }>`select current_setting('random_page_cost') as cost`
    return (await cost.execute(db).finally(() => db.destroy())).rows[0]?.cost
  }
  const own = new URL(database)
  own.searchParams.set('options', '-c random_page_cost=3')
  expect([await costAt(database), await costAt(own.href)]).toEqual(['1.1', '3'])
})

test('statements mean the same, whatever a database or role is set to', async () => {
  const own = new URL(database)
  own.searchParams.set('options', '-c default_transaction_isolation=serializable -c standard_conforming_strings=off')
  const db = openDatabase(own.href)
  const said = sql<{ level: string; length: number }>`
    select current_setting('transaction_isolation') as level, length('\\\\') as length`
  const { rows } = await db.transaction().execute((db) => said.execute(db))
  expect(rows).toEqual([{ level: 'read committed', length: 2 }])
  await db.destroy()
})

test('a database in which not everything can be stored is refused, and named by the doctor', async () => {
  const url = await emptyDatabase('postgres', '', "encoding 'LATIN1' locale 'C' locale_provider libc")
  const config = loadConfig({
    DATABASE_URL: url,
    SECRET_KEY: 'a secret key for tests alone',
    PEPPER: 'a pepper for tests alone',
  })
  await expect(openContext(config, { log: pino({ level: 'silent' }) })).rejects.toThrow('its encoding is LATIN1')
  expect((await checkDatabase(url)).findings).toMatchObject([{ text: expect.stringContaining('createdb') }])
})

test('a connection that stays read-only when the database no longer is is replaced', async () => {
  const own = new URL(database)
  own.searchParams.set('options', '-c default_transaction_read_only=on')
  const db = openDatabase(own.href, { connections: 1 })
  const backend = async () => (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]?.pid
  const write = () => expect(db.deleteFrom('drafts').execute()).rejects.toMatchObject({ code: '25006' })
  const first = await backend()
  await write()
  expect(await backend()).toBe(first)
  const now = performance.now()
  vi.spyOn(performance, 'now').mockImplementation(() => now + 60_000)
  onTestFinished(() => void vi.restoreAllMocks())
  await write()
  expect(await backend()).not.toBe(first)
  await db.destroy()
})

test('a program that finds the database empty leaves no connection to it', async () => {
  const url = await emptyDatabase('postgres', '')
  const config = loadConfig({
    DATABASE_URL: url,
    SECRET_KEY: 'a secret key for tests alone',
    PEPPER: 'a pepper for tests alone',
  })
  await expect(openContext(config, { log: pino({ level: 'silent' }), migrate: false })).rejects.toThrow('it is empty')
  // PostgreSQL waits five seconds for others to leave; an idle connection stays ten.
  await rows(inject('postgresAddress'), `drop database ${new URL(url).pathname.slice(1)}`)
})

test('where the server lets in fewer connections than the program opens, one is used after the other', async () => {
  const name = `few_${randomBytes(8).toString('hex')}`
  await rows(database, `create role ${name} login password 'few' connection limit 1`)
  onTestFinished(async () => void (await rows(database, `drop role ${name}`)))
  const own = Object.assign(new URL(database), { username: name, password: 'few' })
  const db = openDatabase(own.href)
  const answers = await Promise.all(Array.from({ length: 5 }, (_, n) => sql`select ${n}`.execute(db)))
  expect(answers).toHaveLength(5)
  await db.destroy()
})

test('a clock that differs from the server’s by more than a minute is named', async () => {
  const db = openDatabase(database)
  const [{ at } = { at: 0 }] = await rows(database, 'select extract(epoch from clock_timestamp()) * 1000 as at')
  const saidAt = (ahead: number) => whyClockIsWrong(db, Number(at) + ahead * minute)
  expect(await saidAt(-0.5)).toBeNull()
  expect(await saidAt(5)).toMatch(/^The clock of this machine is 5 minutes ahead of that of the database server/)
  expect(await saidAt(-5)).toMatch(/^The clock of this machine is 5 minutes behind that of/)
  await db.destroy()
})

test('two desks, each with its own secrets, and another program share a database in schemas of their own', async () => {
  const url = await emptyDatabase('postgres', '')
  await rows(
    url,
    "create table kysely_migration (name text); insert into kysely_migration values ('of another program')",
  )
  await rows(url, 'create schema one; create schema two')
  const open = (schema: string, key: string) => {
    const own = new URL(url)
    own.searchParams.set('options', `-c search_path=${schema}`)
    const secrets = { SECRET_KEY: `a secret key for tests alone ${key}`, PEPPER: `a pepper for tests alone ${key}` }
    return openDesk(loadConfig({ DATABASE_URL: own.href, ...secrets }), { log: pino({ level: 'silent' }) })
  }
  const desks = [await open('one', 'of one'), await open('two', 'of two')]
  onTestFinished(() => Promise.all(desks.map(closeContext)).then(() => {}))
  const counted = await rows(url, "select schemaname from pg_tables where tablename = 'accounts' order by 1")
  expect(counted.map(({ schemaname }) => schemaname)).toEqual(['one', 'two'])
  await expect(open('two', 'of one')).rejects.toThrow('PEPPER is not the one')
  await expect(open('three', 'of one')).rejects.toThrow('no schema in its search_path')
  const again = await open('one,public', 'of one')
  expect((await migrationsToRun(again.db).finally(() => closeContext(again))).pending).toEqual([])
})

test('a wrong address is told in the words of the server, without a warning of the driver', async () => {
  const warned = vi.fn()
  process.on('warning', warned)
  onTestFinished(() => void process.off('warning', warned))
  const opened = (change: Partial<URL>) => {
    const config = loadConfig({
      DATABASE_URL: Object.assign(new URL(database), change).href,
      ...{ SECRET_KEY: 'a secret key for tests alone', PEPPER: 'a pepper for tests alone' },
    })
    return openContext(config, { log: pino({ level: 'silent' }) })
  }
  const refused = 'The database cannot be opened: the database server refuses the desk'
  await expect(opened({ password: 'wrong' })).rejects.toThrow(`${refused} (password authentication failed`)
  await expect(opened({ pathname: '/nowhere' })).rejects.toThrow(`${refused} (database "nowhere" does not exist)`)
  const name = new URL(database).pathname.slice(1)
  await rows(
    database,
    `create role guest_of_${name} login password 'guest'; revoke connect on database ${name} from public`,
  )
  onTestFinished(() => rows(database, `drop role guest_of_${name}`).then(() => {}))
  const guest = { username: `guest_of_${name}`, password: 'guest' }
  await expect(opened(guest)).rejects.toThrow(`${refused} (permission denied for database`)
  await expect(opened({ search: '?sslmode=require' })).rejects.toThrow('does not support SSL')
  expect(warned).not.toHaveBeenCalled()
})

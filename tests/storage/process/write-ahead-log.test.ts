import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { Kysely, sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SharedFileDialect } from '#platform/db/sqlite/dialect.ts'
import { FileGuard } from '#platform/db/sqlite/file-guard.ts'
import { disk, WriteAheadLog } from '#platform/db/sqlite/write-ahead-log.ts'
import { withTimeouts } from '#platform/db/timeouts.ts'

// A desk of one table on a disk that answers when a test says so.

let path: string
let guard: FileGuard
let db: Kysely<{ lines: { text: string } }>
let writer: BetterSqlite.Database
let insert: BetterSqlite.Statement
let asked: PromiseWithResolvers<string | null>[]

const sync = () => {
  const turn = Promise.withResolvers<string | null>()
  asked.push(turn)
  return turn.promise
}

beforeEach(() => {
  path = join(tmpdir(), `write-ahead-log-${crypto.randomUUID()}.db`)
  writer = new BetterSqlite(path)
  writer.pragma('journal_mode = WAL')
  writer.pragma('synchronous = NORMAL')
  writer.pragma('wal_autocheckpoint = 20000')
  writer.exec('create table lines (text text)')
  insert = writer.prepare('insert into lines (text) values (?)')
  guard = new FileGuard(path)
  guard.remember()
  asked = []
  db = new Kysely({
    dialect: new SharedFileDialect(writer, guard, new WriteAheadLog(path, { sync, checkpoint: async () => null })),
  })
})

afterEach(async () => {
  vi.restoreAllMocks()
  for (const turn of asked) turn.resolve(null)
  await db.destroy()
  for (const suffix of ['', '-wal', '-shm']) await rm(path + suffix, { force: true })
})

const add = (text: string) =>
  db.transaction().execute(async (db) => {
    await db.insertInto('lines').values({ text }).execute()
    return text
  })
const count = async () => (await sql<{ n: number }>`select count(*) as n from lines`.execute(db)).rows[0]?.n
const settled = async (promise: Promise<unknown>) => {
  let isSettled = false
  const settle = () => {
    isSettled = true
  }
  promise.then(settle, settle)
  await new Promise(setImmediate)
  return isSettled
}

test('no commit is acknowledged before it is on the disk, and the next transactions run meanwhile', async () => {
  const first = add('first')
  await expect.poll(() => asked.length).toBe(1)
  const others = Promise.all(['second', 'third', 'fourth'].map(add))
  await expect.poll(count).toBe(4)
  expect([await settled(first), await settled(others)]).toEqual([false, false])

  asked[0]?.resolve(null)
  expect(await first).toBe('first')
  await expect.poll(() => asked.length).toBe(2)
  expect(await settled(others)).toBe(false)

  asked[1]?.resolve(null)
  await others
  expect(asked).toHaveLength(2)
})

test('transactions that end in one turn are committed together, and one among them is rolled back alone', async () => {
  const commits = vi.spyOn(WriteAheadLog.prototype, 'synced')
  const failing = db.transaction().execute(async (db) => {
    await db.insertInto('lines').values({ text: 'not wanted' }).execute()
    throw new Error('changed my mind')
  })
  const all = Promise.allSettled([add('first'), failing, add('second')])
  await expect.poll(() => asked.length).toBe(1)
  asked[0]?.resolve(null)
  expect((await all).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(commits).toHaveBeenCalledTimes(1)
  expect((await db.selectFrom('lines').select('text').execute()).map(({ text }) => text)).toEqual(['first', 'second'])
})

test('while another program writes each is committed alone, which leaves the file free in between', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(0)
  const commits = vi.spyOn(WriteAheadLog.prototype, 'synced')
  const addTwo = async () => {
    commits.mockClear()
    const both = Promise.all([add('first'), add('second')])
    while (!(await settled(both))) for (const turn of asked) turn.resolve(null)
    return commits.mock.calls.length
  }
  expect(await addTwo()).toBe(1)
  const other = new BetterSqlite(path)
  other.exec("insert into lines (text) values ('theirs')")
  other.close()
  expect(await addTwo()).toBe(2)
  now.mockReturnValue(60_000)
  expect(await addTwo()).toBe(1)
})

test('statements outside of transactions do not see a group before it is committed', async () => {
  const first = add('first')
  const second = add('second')
  const seen = count().then((n) => [n, writer.inTransaction])
  expect(await seen).toEqual([2, false])
  await expect.poll(() => asked.length).toBe(1)
  asked[0]?.resolve(null)
  await Promise.all([first, second])
})

test('if SQLite aborts a transaction, all committed with it get the reason, and the next one works', async () => {
  const first = add('first')
  const givenUp = db.transaction().execute(async (db) => {
    writer.exec('rollback')
    await sql`select * from nowhere`.execute(db)
  })
  const reason = { message: expect.stringContaining('nowhere') }
  expect(await Promise.allSettled([first, givenUp])).toMatchObject(Array(2).fill({ status: 'rejected', reason }))
  const next = add('next')
  await expect.poll(() => asked.length).toBe(1)
  asked[0]?.resolve(null)
  await next
  expect(await count()).toBe(1)
})

test('a commit that may not be on the disk rolls nobody else back', async () => {
  const failed = add('refused').catch((error) => error)
  await expect.poll(() => asked.length).toBe(1)
  const goOn = Promise.withResolvers<void>()
  const slow = db.transaction().execute(async (db) => {
    await db.insertInto('lines').values({ text: 'slow' }).execute()
    await goOn.promise
  })
  asked[0]?.resolve('EIO')
  expect(await failed).toMatchObject({ fault: 'unknown_outcome' })
  goOn.resolve()
  await expect.poll(() => asked.length).toBe(2)
  asked[1]?.resolve(null)
  await slow
  expect(await count()).toBe(2)
})

test('a write outside of a transaction waits for the disk, and a reading does not', async () => {
  const written = db.insertInto('lines').values({ text: 'alone' }).execute()
  await expect.poll(() => asked.length).toBe(1)
  expect([await count(), await settled(written)]).toEqual([1, false])
  asked[0]?.resolve(null)
  await written
  expect(asked).toHaveLength(1)
})

test('if the disk fails, the outcome is unknown, the fault is noted, and the next commit tries again', async () => {
  const failed = add('refused').catch((error) => error)
  await expect.poll(() => asked.length).toBe(1)
  asked[0]?.resolve('EIO')
  expect(await failed).toMatchObject({ fault: 'unknown_outcome' })
  expect(guard.recentFault()).toBe('disk')
  const next = add('taken')
  await expect.poll(() => asked.length).toBe(2)
  asked[1]?.resolve(null)
  await next
})

test('a disk that does not answer holds a request no longer than it may wait', async () => {
  const timeouts = { statement: 20, lock: 20, total: 40 }
  await expect(withTimeouts(timeouts, () => add('late'))).rejects.toMatchObject({ fault: 'unknown_outcome' })
})

test('a checkpoint is made after some writing and some time, never two at once', async () => {
  const now = vi.spyOn(performance, 'now').mockReturnValue(0)
  const checkpoints: PromiseWithResolvers<string | null>[] = []
  const checkpoint = () => {
    const turn = Promise.withResolvers<string | null>()
    checkpoints.push(turn)
    return turn.promise
  }
  const log = new WriteAheadLog(path, { sync: async () => null, checkpoint })
  const write = async (times: number) => {
    for (let n = 0; n < times; n++) await log.synced()
    return checkpoints.length
  }
  expect(await write(100)).toBe(0)
  now.mockReturnValue(2000)
  expect(await write(100)).toBe(1)
  checkpoints[0]?.resolve('SQLITE_FULL')
  await new Promise(setImmediate)
  now.mockReturnValue(4000)
  expect(await write(20)).toBe(1)
  expect(await write(20)).toBe(2)
  checkpoints[1]?.resolve(null)
  await log.close()
})

test('a long log is restarted once it was copied into the database', async () => {
  const text = 'x'.repeat(4000)
  for (let n = 0; n < 50; n++) writer.transaction(() => Array.from({ length: 100 }, () => insert.run(text)))()
  expect(await disk.checkpoint({ path, fd: 0 })).toBe(null)
  insert.run('the first of the new log')
  expect(writer.pragma('wal_checkpoint(PASSIVE)')).toMatchObject([{ log: expect.toBeOneOf([1, 2, 3]) }])
})

test('a real log is synced; a failure is reported', async () => {
  const log = new WriteAheadLog(path)
  await Promise.all([log.synced(), log.synced()])
  await log.close()
  expect(await disk.sync({ path, fd: 1_000_000 })).toBe('EBADF')
})

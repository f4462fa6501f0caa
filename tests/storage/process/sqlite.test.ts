import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import BetterSqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { deleteAccount } from '#people/privacy/deletion.ts'
import { copyDatabase } from '#platform/db/sqlite/file.ts'
import { FileGuard } from '#platform/db/sqlite/file-guard.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { until } from '../../process/program.ts'
import { freshDatabase } from '../../support/database.ts'
import { join, pagesOf, ticketOf } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'

/** A desk with a customer and a ticket, on a file of its own. */
async function desk(env: Record<string, string> = {}) {
  const app = await startApp({ database: await freshDatabase('sqlite'), env })
  const kim = await join(app, 'kim')
  const messages = `/tickets/${await ticketOf(app, kim)}/messages`
  return { app, kim, messages, path: app.database.slice('file:'.length) }
}

type Desk = Awaited<ReturnType<typeof desk>>
const desks = await Promise.all(Array.from({ length: 10 }, () => desk()))
const impatient = await desk({ DATABASE_TIMEOUT: '800' })

test('transactions that are committed together need no file but those of the database', async () => {
  const { app } = desks.pop() as Desk
  const { db } = app.ctx
  await sql`create table many (line text)`.execute(db)
  await sql`insert into many select hex(zeroblob(1000)) from json_each(${JSON.stringify(Array(200).fill(0))})`.execute(
    db,
  )
  const open = '/proc/self/fd'
  const isFile = (fd: string) => statSync(`${open}/${fd}`, { throwIfNoEntry: false })?.isFile() ?? false
  const withoutName = () =>
    readdirSync(open).filter((fd) => isFile(fd) && readlinkSync(`${open}/${fd}`).endsWith(' (deleted)')).length
  const before = withoutName()
  const change = (letter: string) =>
    withTransaction(app.ctx, async ({ db }) => {
      await sql`update many set line = replace(line, '0', ${letter})`.execute(db)
      return withoutName()
    })
  expect(await Promise.all([change('1'), change('2')])).toEqual([before, before])
})

test('nothing of an erased person is left in the bytes of a backup’s copy', async () => {
  const { app, path } = desks.pop() as Desk
  const zora = await join(app, 'zoraquill')
  await zora.api.patch('/me', { first_name: 'Zoraquill', display_name: 'Zoraquill Q.' }).expect(200)
  await app.api().post('/api/v1/sessions').send({ login: 'zoraquill', password: 'a wrong one' }).expect(422)
  await zora.api.post('/tickets', { title: 'My umbrella', message: 'It is in room 2.' }).expect(201)
  await deleteAccount(app.ctx, null, zora.id)
  await copyDatabase(path, `${path}-copy`)
  onTestFinished(() => rmSync(`${path}-copy`))
  expect(readFileSync(`${path}-copy`, 'latin1').match(/.{0,20}zoraquill/gi)).toBeNull()
})

describe('while another program holds the write lock', () => {
  function holdLock(path: string) {
    const other = new BetterSqlite(path)
    onTestFinished(() => void other.close())
    other.exec('begin immediate')
    return () => void other.exec('rollback')
  }

  test('a write is refused after DATABASE_TIMEOUT', async () => {
    const { app, kim, messages, path } = impatient
    holdLock(path)
    const write = await kim.api.post(messages, { message: 'Cannot be written' }).expect(503)
    expect(write.headers['retry-after']).toBe('5')
    expect(write.body.detail).toMatch(/Something else is holding.*was not saved/)
    expect((await app.api().get('/readyz')).text).toContain('another program holds the database')
  })

  // The lock is only released once the reads are answered.
  test('writes wait for it, in a transaction or alone, and reads do not wait for them', async () => {
    const { app, kim, messages, path } = desks.pop() as Desk
    const release = holdLock(path)
    const writes = Promise.all([
      kim.api.post(messages, { message: 'Can be written after all' }),
      app.api().post('/api/v1/sessions').send({ login: 'kim', password: 'wrong' }),
    ])
    const page = messages.replace('/messages', '')
    const reads = await Promise.all([
      kim.api.get('/tickets'),
      pagesOf(app, kim.token).get(page),
      app.api().get('/healthz'),
    ])
    release()
    expect(reads.map(({ status }) => status)).toEqual([200, 200, 200])
    expect((await writes).map(({ status }) => status)).toEqual([201, 422])
  })
})

describe('a database file', () => {
  const spoiled: [string, (path: string) => unknown][] = [
    ['was deleted', (path) => rmSync(path)],
    ['was moved away', (path) => renameSync(path, `${path}.away`)],
    ['lost its WAL', (path) => rmSync(`${path}-wal`)],
    ['was replaced by a copy', replaceByCopy],
  ]
  test.each(spoiled)('that %s takes no more writes, as they would be lost, and is read on', async (_, spoil) => {
    const { app, kim, messages, path } = desks.pop() as Desk
    await app.api().get('/readyz').expect(200)
    await kim.api.post(messages, { message: 'Still into the file' }).expect(201)
    spoil(path)
    const { body } = await kim.api.post(messages, { message: 'Into nowhere' }).expect(503)
    expect(body.detail).toMatch(/moved or deleted.*was not saved/)
    const shown = await kim.api.get(messages).expect(200)
    expect(JSON.stringify(shown.body)).not.toContain('Into nowhere')
    const { text } = await app.api().get('/readyz').expect(503)
    expect(text).toContain('moved, deleted or replaced')
  })

  test('that was replaced is not reported as damaged by a reader of the new files', async () => {
    const path = (await freshDatabase('sqlite')).slice('file:'.length)
    const guard = new FileGuard(path)
    guard.remember()
    writeFileSync(`${path}.other`, 'another')
    renameSync(`${path}.other`, path)
    guard.noteDamage('file is not a database')
    expect(() => guard.check()).toThrow('was replaced by another')
  })

  // What only a new connection reads is damaged where another file was copied over this one.
  const places: [string, (file: number) => number][] = [
    ['in its data', () => 10],
    ['where only a new connection looks, in its schema', lastPageOfSchema],
  ]
  test.each(places)('that is damaged %s is found out, and takes no more writes', async (_, pageOf) => {
    const { app, kim, messages, path } = desks.pop() as Desk
    const other = new BetterSqlite(path)
    other.pragma('wal_checkpoint(truncate)')
    other.close()
    const file = openSync(path, 'r+')
    writeSync(file, Buffer.alloc(pageSize, 'garbage'), 0, pageSize, pageSize * pageOf(file))
    closeSync(file)
    await until(async () => (await app.api().get('/readyz')).text.includes('damaged'))
    const { body } = await kim.api.post(messages, { message: 'Into a damaged file' }).expect(503)
    expect(body.detail).toMatch(/damaged.*was not saved.*tell/)
  })

  test('that was deleted is found out also where nobody asks', async () => {
    const { app, path } = desks.pop() as Desk
    const told = vi.spyOn(app.ctx.readiness, 'whyNot')
    vi.useFakeTimers({ toFake: ['setInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    app.ctx.readiness.watch()
    rmSync(path)
    vi.advanceTimersByTime(60_000)
    expect(await told.mock.results[0]?.value).toContain('moved, deleted or replaced')
  })
})

const pageSize = 4096

/** The rightmost child of the b-tree on the first page, counted from 0. */
function lastPageOfSchema(file: number): number {
  const header = Buffer.alloc(112)
  readSync(file, header, 0, header.length, 0)
  return header.readUInt32BE(108) - 1
}

function replaceByCopy(path: string) {
  const file = new BetterSqlite(path)
  file.exec(`vacuum into '${path}.copy'`)
  file.close()
  renameSync(`${path}.copy`, path)
}

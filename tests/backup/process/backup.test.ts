import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readdirSync, statSync, utimesSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import BetterSqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { version } from '#lib/version.ts'
import { copyDatabase, damageIn } from '#platform/db/sqlite/file.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { ownFolder } from '../../process/program.ts'
import { backUp, emptyDesk, pepper, usedDesk } from './desk.ts'

test('a copy comes to its end while others write, and is the database as it was when it began', async () => {
  const folder = await ownFolder()
  const [path, copy] = [join(folder, 'busy.db'), join(folder, 'copy.db')]
  const writer = new BetterSqlite(path)
  writer.pragma('journal_mode = WAL')
  writer.exec('create table a (id integer primary key, text); insert into a (text) values (hex(zeroblob(500)))')
  for (let n = 0; n < 9; n += 1) writer.exec('insert into a (text) select text from a')
  let writes = 0
  const shares: number[] = []
  await copyDatabase(
    path,
    copy,
    (share) => {
      shares.push(share)
      writes += writer.prepare("insert into a (text) values ('written meanwhile')").run().changes
    },
    10,
  )
  expect(writes).toBeGreaterThan(10)
  expect(shares).toEqual(shares.toSorted((one, other) => one - other))
  writer.close()
  const found = new BetterSqlite(copy, { readonly: true })
  expect(found.prepare("select count(*) as rows, sum(text = 'written meanwhile') as late from a").get()).toEqual({
    rows: 512,
    late: 0,
  })
  found.close()
  expect(await damageIn(copy, 'integrity_check')).toEqual([])
})

test('what a backup has left that was killed is removed by the next, unless it may still be under way', async () => {
  const desk = await usedDesk()
  for (const name of ['dead', 'dated-ahead', 'alive']) mkdirSync(join(desk.folder, `.supportme-backup-${name}`))
  writeFileSync(join(desk.folder, '.supportme-backup-dead/supportme.db'), 'half a copy')
  utimesSync(join(desk.folder, '.supportme-backup-dead'), 1, 1)
  utimesSync(join(desk.folder, '.supportme-backup-dated-ahead'), 9e9, 9e9)
  await backUp(desk, join(desk.folder, 'backup.tar'))
  expect(readdirSync(desk.folder).filter((name) => name.startsWith('.'))).toEqual(['.supportme-backup-alive'])
})

test('an archive is a tar file for its owner alone, with a manifest, the database and the secrets kept in files', async () => {
  const desk = await usedDesk()
  writeFileSync(join(desk.folder, 'pepper'), pepper)
  const running = await desk.open()
  const archive = join(desk.folder, 'backup.tar')
  const manifest = await backUp(desk, archive, [{ name: 'PEPPER', path: join(desk.folder, 'pepper') }])
  await running.db.destroy()
  running.programLock?.release()

  expect(statSync(archive).mode & 0o777).toBe(0o600)
  expect(readdirSync(desk.folder).filter((name) => name.startsWith('.'))).toEqual([])
  const tar = (...args: string[]) => execFileSync('tar', [...args], { encoding: 'utf8' })
  expect(tar('-tf', archive).trim().split('\n')).toEqual(['manifest.json', 'supportme.db', 'pepper'])
  expect(tar('-xOf', archive, 'pepper')).toBe(pepper)
  expect(JSON.parse(tar('-xOf', archive, 'manifest.json'))).toEqual(manifest)
  expect(manifest).toMatchObject({
    version,
    made_at: '2026-11-26T00:00:00.000Z',
    counts: { accounts: 1, tickets: 1, messages: 1 },
    secrets: { PEPPER: 'archive', SECRET_KEY: 'settings' },
  })
})

test('a damaged database is not taken for a backup', async () => {
  const desk = await usedDesk()
  const file = openSync(desk.database, 'r+')
  writeSync(file, Buffer.alloc(8192, 'damage'), 0, 8192, 16_384)
  closeSync(file)
  await expect(backUp(desk, join(desk.folder, 'backup.tar'))).rejects.toThrow(/is damaged, so nothing was backed up/)
  expect(readdirSync(desk.folder).filter((name) => !name.startsWith('supportme.db'))).toEqual([])
})

test('nor is a desk without accounts, as a lost one is that began anew', async () => {
  const desk = await emptyDesk()
  await closeContext(await desk.open())
  await expect(backUp(desk, join(desk.folder, 'backup.tar'))).rejects.toThrow(
    /has no account, so nothing was backed up/,
  )
  expect(readdirSync(desk.folder)).not.toContain('backup.tar')
})

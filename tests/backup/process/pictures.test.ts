import { execFileSync } from 'node:child_process'
import { chownSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { restore } from '#platform/backup/restore.ts'
import { nameOf, namesOf } from '#platform/files/kinds.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { givePicture, smallestPicture } from '../../support/pictures.ts'
import { backUp, type Desk, emptyDesk, lookInto, pepper, usedDesk } from './desk.ts'

const now = Date.UTC(2026, 10, 27, 7, 30)

/** A desk whose customer has a picture, and with a file that no row refers to. */
async function deskWithPicture(): Promise<Desk & { names: string[] }> {
  const desk = await usedDesk()
  const ctx = await desk.open()
  const vera = await ctx.db.selectFrom('accounts').select('id').executeTakeFirstOrThrow()
  const id = await givePicture({ ctx }, vera)
  await closeContext(ctx)
  writeFileSync(join(desk.folder, 'files', nameOf('x'.repeat(22), 'large')), 'of nobody')
  return { ...desk, names: namesOf(id) }
}

function writtenPepper({ folder }: Desk): string {
  const path = join(folder, 'pepper')
  writeFileSync(path, pepper)
  return path
}

const filesIn = (desk: Desk) =>
  readdirSync(join(desk.folder, 'files'))
    .filter((name) => name.endsWith('.webp'))
    .sort()

test('pictures are in the archive, and come back with their rows; what was there is moved away', async () => {
  const desk = await deskWithPicture()
  const archive = join(desk.folder, 'backup.tar')
  const manifest = await backUp(desk, archive)
  expect(Object.keys(manifest.files)).toEqual(['supportme.db', ...desk.names.map((name) => `files/${name}`)])
  expect(manifest.missing).toBe(0)

  const target = await deskWithPicture()
  const { movedAway } = await restore({ archive, database: target.database, pepper, now })
  const former = join(target.folder, 'files/before-restore-20261127-073000')
  expect(movedAway).toContain(former)
  expect(readdirSync(former)).toEqual(expect.arrayContaining(target.names))
  expect(filesIn(target)).toEqual(desk.names.toSorted())
  for (const name of desk.names) expect(readFileSync(join(target.folder, 'files', name))).toEqual(smallestPicture)
  expect(await lookInto(target)).toMatchObject({ logsIn: true })
})

test('pictures are restored to the folder that is set for them', async () => {
  const desk = await deskWithPicture()
  const archive = join(desk.folder, 'backup.tar')
  await backUp(desk, archive)
  const target = await emptyDesk()
  const files = join(target.folder, '../elsewhere/pictures')
  await restore({ archive, database: target.database, files, pepper, now })
  expect(readdirSync(files).sort()).toEqual(desk.names.toSorted())
})

test.runIf(process.getuid?.() === 0)('what root restores belongs to the user whose desk it is', async () => {
  const desk = await deskWithPicture()
  const archive = join(desk.folder, 'backup.tar')
  await backUp(desk, archive, [{ name: 'PEPPER', path: writtenPepper(desk) }])
  for (const target of [await emptyDesk(), await deskWithPicture()]) {
    const there = readdirSync(target.folder, { recursive: true }).map((name) => join(target.folder, `${name}`))
    for (const path of [target.folder, ...there]) chownSync(path, 4711, 4712)
    await restore({ archive, database: target.database, now })
    const names = readdirSync(target.folder, { recursive: true }).map(String)
    expect(names).toEqual(expect.arrayContaining(['pepper', 'supportme.db', 'supportme.db.lock']))
    const owners = names.map((name) => [name, statSync(join(target.folder, name)).uid])
    expect(owners.filter(([, owner]) => owner !== 4711)).toEqual([])
  }
})

test.runIf(process.getuid?.() === 0)(
  'an archive that root makes in a folder of the desk’s user is theirs, another is root’s',
  async () => {
    const desk = await usedDesk()
    for (const path of [desk.folder, desk.database]) chownSync(path, 4711, 4712)
    const archives = [desk, await emptyDesk()].map(({ folder }) => join(folder, 'backup.tar'))
    for (const archive of archives) await backUp(desk, archive)
    expect(archives.map((archive) => statSync(archive).uid)).toEqual([4711, 0])
  },
)

test.runIf(process.getuid?.() === 0)('root gives away no file that a link of the desk’s user leads to', async () => {
  const desk = await usedDesk()
  const archive = join(desk.folder, 'backup.tar')
  await backUp(desk, archive)
  const { folder, database } = await emptyDesk()
  const foreign = join((await emptyDesk()).folder, 'foreign')
  writeFileSync(foreign, '')
  symlinkSync(foreign, `${database}.lock`)
  chownSync(folder, 4711, 4712)
  await restore({ archive, database, pepper, now })
  expect(statSync(foreign).uid).toBe(0)
})

test('an archive without pictures leaves none of the desk before', async () => {
  const desk = await usedDesk()
  const archive = join(desk.folder, 'backup.tar')
  await backUp(desk, archive)
  const target = await deskWithPicture()
  const { movedAway } = await restore({ archive, database: target.database, pepper, now })
  expect(movedAway).toContain(join(target.folder, 'files/before-restore-20261127-073000'))
  expect(filesIn(target)).toEqual([])
})

test('a picture whose file is gone is counted, and the rest is backed up', async () => {
  const desk = await deskWithPicture()
  const [large = '', small = ''] = desk.names
  rmSync(join(desk.folder, 'files', small))
  const manifest = await backUp(desk, join(desk.folder, 'backup.tar'))
  expect(manifest.missing).toBe(1)
  expect(Object.keys(manifest.files)).toEqual(['supportme.db', `files/${large}`])
})

test('an archive whose picture was changed, cut off or named otherwise is refused', async () => {
  const desk = await deskWithPicture()
  const archive = join(desk.folder, 'backup.tar')
  await backUp(desk, archive)
  const target = await emptyDesk()
  const at = readFileSync(archive).indexOf(smallestPicture)
  const changed = readFileSync(archive)
  changed[at + 20] = 255
  writeFileSync(archive, changed)
  const attempt = () => restore({ archive, database: target.database, pepper, now })
  await expect(attempt()).rejects.toThrow(/was changed since it was made: files\//)
  writeFileSync(archive, changed.subarray(0, at + 20))
  await expect(attempt()).rejects.toThrow(/is not whole: files\//)
  await backUp(desk, `${archive}.2`)
  execFileSync('tar', ['--append', '-f', `${archive}.2`, '-C', join(desk.folder, 'files'), 'incoming'])
  await expect(restore({ archive: `${archive}.2`, database: target.database, pepper, now })).rejects.toThrow(
    /is not a backup made by/,
  )
  expect(readdirSync(target.folder)).toEqual([])
})

import { mkdir, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join as path } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { nameOf, namesOf } from '#platform/files/kinds.ts'
import { pruneFilesJob, removeUploadsOfDead } from '#platform/files/pruning.ts'
import { findFile } from '#platform/files/queries.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { countOf } from '../accounts/reading.ts'
import { hour } from '../support/clock.ts'
import { workOff } from '../support/letters.ts'
import { join } from '../support/people.ts'
import { givePicture, smallestPicture } from '../support/pictures.ts'
import { startApp } from '../support/world.ts'
import { onTheWay, pictureOf, sending, stored } from './uploading.ts'

const world = await startApp()
const { ctx, clock } = world
const mia = await join(world, 'mia')
const { byApi, byPage } = sending(world, mia)
const folder = dirname(ctx.files.incoming)

async function prune(): Promise<void> {
  await enqueue(ctx, pruneFilesJob, {})
  await workOff(world)
}

/** Sets a file's modification time to so long ago. */
async function age(name: string, hours: number): Promise<void> {
  const then = new Date(Date.now() - hours * hour)
  await utimes(path(folder, name), then, then)
}

test('a picture that is removed takes its files along', async () => {
  await givePicture(world, mia)
  await mia.api.delete('/me/picture').expect(204)
  await workOff(world)
  expect(await countOf(world, 'files')).toBe(0)
  expect(await stored(world)).toEqual([])
})

test('a row that nothing names goes after an hour, and its files with it; one in use stays', async () => {
  const unused = await givePicture(world, mia)
  const used = await givePicture(world, mia)
  for (const name of namesOf(used)) await age(name, 50)
  await prune()
  expect(await stored(world)).toEqual(expect.arrayContaining([...namesOf(unused), ...namesOf(used)]))
  clock.advance(2 * hour)
  await prune()
  expect((await stored(world)).sort()).toEqual(namesOf(used).sort())
  expect(await pictureOf(world, mia)).toBe(used)
})

test('a row that nothing names goes also where the clock was a year ahead', async () => {
  clock.advance(8760 * hour)
  await givePicture(world, mia)
  const unused = await givePicture(world, mia)
  const used = await givePicture(world, mia)
  clock.advance(-8760 * hour)
  await prune()
  expect(await findFile(ctx, unused)).toBeUndefined()
  expect((await stored(world)).sort()).toEqual(namesOf(used).sort())
})

test('all rows are looked through, however many of them are in use', async () => {
  const row = (n: number) => ({
    id: `in-use-${n}`,
    kind: 'profile' as const,
    created_at: 1,
    width: 1,
    height: 1,
    size: 1,
  })
  const rows = Array.from({ length: 502 }, (_, n) => row(n))
  await ctx.db.insertInto('files').values(rows).execute()
  const users = rows.slice(0, -1).map(({ id }, n) => ({ username: `u${n}`, picture_id: id }))
  const { id: _, ...like } = await ctx.db.selectFrom('accounts').selectAll().executeTakeFirstOrThrow()
  const accounts = users.map((user) => ({ ...like, ...user, username_key: user.username, email: '', email_key: '' }))
  await ctx.db.insertInto('accounts').values(accounts).execute()
  await prune()
  expect(await findFile(ctx, 'in-use-0')).toBeDefined()
  expect(await findFile(ctx, 'in-use-501')).toBeUndefined()
  await ctx.db.deleteFrom('accounts').where('picture_id', 'like', 'in-use-%').execute()
  await prune()
})

test('a file without a row is deleted after an hour; one that is days old, or of a time ahead, is logged', async () => {
  const before = await stored(world)
  const names = ['w', 'x', 'y', 'z'].map((letter) => nameOf(letter.repeat(22), 'large'))
  for (const name of [...names, 'other.txt']) await writeFile(path(folder, name), 'x')
  const [ahead, young, abandoned, old] = names as [string, string, string, string]
  await age(abandoned, 2)
  for (const name of [old, 'other.txt']) await age(name, 72)
  await age(ahead, -72)
  const told = vi.spyOn(ctx.log, 'warn')
  await prune()
  expect((await stored(world)).sort()).toEqual([...before, ahead, young, old, 'other.txt'].sort())
  expect(told.mock.calls).toEqual([[{ files: 2 }, expect.stringContaining('does not know')]])
  for (const name of [ahead, young, old, 'other.txt']) await rm(path(folder, name))
})

describe('an upload that was broken off by a crash is removed', () => {
  const left = async (name: string, hours: number) => {
    await mkdir(ctx.files.incoming, { recursive: true })
    await writeFile(path(ctx.files.incoming, name), 'half a picture')
    await age(path('incoming', name), hours)
  }

  test('by the job after an hour', async () => {
    await left(`${process.pid}-young`, 0.5)
    await left(`${process.pid}-old`, 1.5)
    await left(`${process.pid}-ahead`, -1.5)
    await prune()
    expect(await onTheWay(world)).toEqual([`${process.pid}-young`])
    await rm(path(ctx.files.incoming, `${process.pid}-young`))
  })

  test('by the next start, unless its process may run on another machine', async () => {
    // Larger than any process id.
    await left('99999999-dead', 0)
    await left('1-running', 0)
    await removeUploadsOfDead(ctx)
    const onSqlite = ctx.config.database.url.startsWith('file:')
    expect((await onTheWay(world)).sort()).toEqual(onSqlite ? ['1-running'] : ['1-running', '99999999-dead'])
    for (const name of await readdir(ctx.files.incoming)) await rm(path(ctx.files.incoming, name))
  })
})

describe('nothing is stored, and nothing left,', () => {
  const nothing = async (before: { id: string | null; files: string[] }) => {
    expect(await pictureOf(world, mia)).toBe(before.id)
    expect((await stored(world)).sort()).toEqual(before.files.sort())
    await expect.poll(() => onTheWay(world)).toEqual([])
  }
  const now = async () => ({ id: await pictureOf(world, mia), files: await stored(world) })

  test('when the disk is full', async () => {
    const before = await now()
    const full = Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', errno: -28 })
    for (const call of [1, 2]) {
      const put = vi.spyOn(ctx.files, 'put')
      for (let good = 1; good < call; good++) put.mockImplementationOnce(ctx.files.put)
      put.mockRejectedValueOnce(full)
      const { body } = await byApi(smallestPicture).expect(503)
      expect(body).toMatchObject({ code: 'storage', detail: expect.stringContaining('There is no room left') })
      put.mockRestore()
    }
    await nothing(before)
  })

  test('when the decoder crashes, or cannot be started', async () => {
    const before = await now()
    const crashing = path(folder, '../crashing.sh')
    await writeFile(crashing, '#!/bin/sh\nkill -9 $$\n', { mode: 0o755 })
    const { execPath } = process
    onTestFinished(() => {
      process.execPath = execPath
    })
    for (const [program, status, sentence] of [
      [crashing, 422, 'This picture is damaged or cut off.'],
      ['/bin/false', 503, 'The desk cannot read pictures right now.'],
    ] as const) {
      process.execPath = program
      const { body } = await byApi(smallestPicture).expect(status)
      expect(body.detail).toContain(sentence)
    }
    await nothing(before)
  })

  test('when the verb refuses', async () => {
    const before = await now()
    const put = vi.spyOn(ctx.files, 'put').mockImplementation(async () => {
      await updateAccount(ctx, mia.id, { suspended_at: clock.now() })
    })
    const { body } = await byApi(smallestPicture).expect(409)
    expect(body.code).toBe('revoked')
    put.mockRestore()
    await updateAccount(ctx, mia.id, { suspended_at: null })
    await nothing(before)
  })
})

test('a picture whose file is gone is missed with a clear word, and in the log', async () => {
  const id = await givePicture(world, mia)
  await rm(path(folder, nameOf(id, 'large')))
  const told = vi.spyOn(ctx.log, 'error')
  const { body } = await mia.api.get(`/files/${id}`).expect(404)
  expect(body).toMatchObject({ code: 'file_missing', detail: 'The file of this picture is missing.' })
  expect((await mia.pages.get(`/files/${id}`).expect(404)).text).toContain('The file of this picture is missing.')
  expect(told.mock.calls[0]).toEqual([{ file: nameOf(id, 'large') }, 'the file of a picture is missing'])
  await mia.api.get(`/files/${id}/small`).expect(200)
  await byPage(smallestPicture).expect(303)
})

import { opendir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as breathe } from 'node:timers/promises'
import { z } from 'zod'
import { engineOf } from '#config/database-url.ts'
import type { Context } from '#context'
import { hour } from '#lib/durations.ts'
import { isRunning } from '#lib/processes.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { defineJob, noPayload } from '#platform/jobs/define-job.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import type { Schedule } from '#platform/jobs/schedules.ts'
import { idOfName, namesOf } from './kinds.ts'
import type { PictureOwner } from './owners.ts'
import { allFiles, deleteUnused, listKnown, listUnused } from './queries.ts'

/** Longer than an upload and its processing may take. */
const abandonedAfter = hour
/** Older files would have been removed by earlier runs, unless no worker was running. */
const oldest = 48 * hour
const portion = 500

/** Also if it is dated ahead: then the clock was. @param age in milliseconds */
const isOld = (age: number) => Math.abs(age) > abandonedAfter

/** Deletes rows and files that lost their counterpart because a process died between the two. */
async function pruneFiles(ctx: Context): Promise<void> {
  await removeAbandoned(ctx, () => false)
  for (const owner of ctx.features.pictures) await removeUnused(ctx, owner)
  await removeUnknown(ctx)
}

/** Checks all pictures of a kind, a few at a time: most are in use, and their number only grows. */
async function removeUnused(ctx: Context, owner: PictureOwner): Promise<void> {
  for await (const rows of allFiles(ctx, owner.kind)) {
    const old = rows.filter(({ created_at }) => isOld(ctx.clock.now() - created_at)).map(({ id }) => id)
    const unused = old.length > 0 ? await listUnused(ctx, owner, old) : []
    if (unused.length > 0) await deleteSome(ctx, owner, unused)
    await breathe()
  }
}

const deleteSome = (ctx: Context, owner: PictureOwner, unused: string[]): Promise<void> =>
  withTransaction(ctx, async (ctx) => {
    const ids = await deleteUnused(ctx, owner, unused)
    if (ids.length > 0) await enqueue(ctx, removeFilesJob, { ids })
  })

async function removeFiles(ctx: Context, { ids }: { ids: string[] }): Promise<void> {
  for (const name of ids.flatMap(namesOf)) await ctx.files.remove(name)
}

interface Listed {
  name: string
  put_at: number
}

/**
 * Removes files without a row: left by transactions that failed. Much older ones, and those dated ahead, are kept and
 * logged, as their rows may be in another database. Ages are by the file system's clock.
 */
async function removeUnknown(ctx: Context): Promise<void> {
  const now = Date.now()
  let files: Listed[] = []
  let older = 0
  const removeSome = async () => {
    const known = await listKnown(ctx, [...new Set(files.map(({ name }) => idOf(name)))])
    for (const { name, put_at } of files) {
      if (known.has(idOf(name))) continue
      if (put_at > now - oldest && put_at < now) await ctx.files.remove(name)
      else older += 1
    }
    files = []
  }
  for await (const file of ctx.files.list()) {
    if (idOf(file.name) === '' || !isOld(now - file.put_at)) continue
    files.push(file)
    if (files.length === portion) await removeSome()
  }
  if (files.length > 0) await removeSome()
  if (older > 0) ctx.log.warn({ files: older }, 'files lie in FILES_DIR that this database does not know')
}

const idOf = (name: string) => idOfName(name) ?? ''

/** Removes abandoned uploads. @param isOver whether the process with this id has ended */
async function removeAbandoned(ctx: Context, isOver: (pid: number) => boolean): Promise<void> {
  const entries = await opendir(ctx.files.incoming).catch((error) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  for await (const { name } of entries ?? []) {
    const path = join(ctx.files.incoming, name)
    const found = await stat(path).catch(() => null)
    if (found && (isOld(Date.now() - found.mtimeMs) || isOver(Number.parseInt(name, 10))))
      await rm(path, { force: true })
  }
}

/** Called at startup: removes uploads of killed servers. Only with PostgreSQL may several machines share a folder. */
export async function removeUploadsOfDead(ctx: Context): Promise<void> {
  const alone = engineOf(ctx.config.database.url) === 'sqlite'
  await removeAbandoned(ctx, (pid) => alone && (pid === process.pid || !isRunning(pid))).catch((error) =>
    ctx.log.error({ err: error }, 'abandoned uploads not removed'),
  )
}

export const pruneFilesJob = defineJob('prune_files', noPayload, pruneFiles)
export const removeFilesJob = defineJob('remove_files', z.object({ ids: z.array(z.string()) }), removeFiles)

export const fileSchedule: Schedule = { job: pruneFilesJob, every: hour }

import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { usersOf } from '#platform/db/file-users.ts'
import { migrationNames } from '#platform/db/migrate.ts'
import { closeToOthers } from '#platform/db/private-files.ts'
import { lockAlone } from '#platform/db/program-lock.ts'
import { countRows, damageIn, type Ended, endWhatMayBeOver, migrationsOf } from '#platform/db/sqlite/file.ts'
import { unpackArchive } from './archive.ts'
import { broughtInto, exchange } from './exchange.ts'
import { needRoom } from './files.ts'
import { databaseName, filesName, type Manifest, secretNames } from './manifest.ts'
import { giveToOwnerOf } from './owner.ts'
import type { RestoreTo } from './restore-options.ts'
import { checkSecretsOf } from './secrets-of-archive.ts'

const workPrefix = '.restore-'

export interface Restored {
  manifest: Manifest
  /** The new names of the files that were there before. */
  movedAway: string[]
  ended: Ended
}

/**
 * Replaces a desk that is not running by a backup. Everything is checked before anything changes, and old files are
 * renamed, not deleted.
 *
 * @throws with the reason why nothing was restored
 */
export async function restore(to: RestoreTo): Promise<Restored> {
  const { archive, database } = to
  const folder = dirname(database)
  const made = await mkdir(folder, { recursive: true, mode: 0o700 })
  const hadLock = existsSync(`${database}.lock`)
  try {
    return await whileNobodyWorksOn(database, async () => {
      await removeAbandoned(folder)
      await needRoom(folder, (await stat(archive)).size)
      const work = await mkdtemp(join(folder, workPrefix))
      try {
        const manifest = await checked(to, work)
        const ended = await endWhatMayBeOver(join(work, databaseName), to.mailKinds ?? [], to.now)
        await giveToOwnerOf(folder, [work, `${database}.lock`])
        const present = [databaseName, ...Object.values(secretNames)].filter((name) => name in manifest.files)
        const places = present.map((name) => ({
          from: join(work, name),
          to: name === databaseName ? database : join(folder, name),
        }))
        const pictures = to.files ?? join(folder, filesName)
        const held = join(work, filesName)
        const from = existsSync(held) ? await broughtInto(pictures, held, folder) : null
        try {
          const movedAway = await exchange(places, database, to.now, { from, to: pictures })
          closeToOthers(database)
          return { manifest, movedAway, ended }
        } finally {
          if (from) await rm(from, { recursive: true, force: true })
        }
      } finally {
        await rm(work, { recursive: true, force: true })
      }
    })
  } catch (error) {
    if (!hadLock) await rm(`${database}.lock`, { force: true })
    if (made) await rm(made, { recursive: true, force: true })
    throw error
  }
}

/** Removes what a killed restore has left: the lock excludes every other one. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.startsWith(workPrefix)) await rm(join(folder, name), { recursive: true, force: true })
}

async function whileNobodyWorksOn<T>(database: string, work: () => Promise<T>): Promise<T> {
  const lock = lockAlone(database)
  if (!lock)
    throw new Error(`A program of SupportMe is running on ${database}: stop the server and every worker first.`)
  try {
    const users = usersOf(['', '-wal', '-shm'].map((suffix) => database + suffix))
    if (users.length > 0) throw new Error(`${database} is open in process ${users.join(', ')}: stop that first.`)
    return await work()
  } finally {
    lock.release()
  }
}

async function checked(to: RestoreTo, work: string): Promise<Manifest> {
  const { archive, progress = () => {} } = to
  progress('Unpacking the archive and comparing it with its manifest')
  const manifest = await unpackArchive(archive, work)
  const copy = join(work, databaseName)
  const known = await migrationNames()
  if ((await migrationsOf(copy))?.some((name) => !known.includes(name)))
    throw new Error(
      `${archive} was made by SupportMe ${manifest.version}, which is newer than this one: install that version first.`,
    )
  progress('Checking the database')
  const damage = await damageIn(copy, 'integrity_check')
  if (damage.length > 0) throw new Error(`The database in ${archive} is damaged: ${damage[0]}`)
  const counts = await countRows(copy)
  const wrong = Object.keys({ ...counts, ...manifest.counts }).find((table) => counts[table] !== manifest.counts[table])
  if (wrong)
    throw new Error(
      `The database in ${archive} has ${counts[wrong] ?? 0} ${wrong}, its manifest says ${manifest.counts[wrong] ?? 0}.`,
    )
  progress('Checking the secrets')
  await checkSecretsOf(manifest, work, to)
  return manifest
}

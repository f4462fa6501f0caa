import { createWriteStream, rmSync } from 'node:fs'
import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { packTar } from 'modern-tar/fs'
import { day } from '#lib/durations.ts'
import { syncToDisk } from '#lib/sync-to-disk.ts'
import { version } from '#lib/version.ts'
import { copyDatabase } from '#platform/db/sqlite/file.ts'
import { digestOf, needRoom, readInPieces } from './files.ts'
import { inspect } from './inspection.ts'
import { databaseName, isStoredFile, type Manifest, manifestName, type SecretName, secretNames } from './manifest.ts'
import { giveBesideOwnerOf } from './owner.ts'
import { gatherPictures } from './pictures.ts'

const workPrefix = '.supportme-backup-'
/** Younger working folders may belong to a backup that is still running. */
const longestBackup = day

export interface BackupOf {
  /** The file of a SQLite database; the desk may be running on it. */
  database: string
  /** The folder of uploaded pictures. */
  files: string
  /** The secrets that are kept in files. */
  secrets: { name: SecretName; path: string }[]
  /** Path of the archive to write; no file must have this name. */
  archive: string
  made_at: number
  progress?: (share: number) => void
}

/**
 * Makes an archive of a desk as it is at one moment: a tar file that only its owner can read. It gets its name once it
 * is complete.
 *
 * @throws when the database is damaged or has no account, as one that a lost desk began anew, or the disk is full
 */
export async function makeBackup({
  database,
  files: pictures,
  secrets,
  archive,
  made_at,
  progress,
}: BackupOf): Promise<Manifest> {
  const folder = dirname(archive)
  await needRoom(folder, 2 * (await stat(database)).size)
  await removeAbandoned(folder)
  const work = await mkdtemp(join(folder, workPrefix))
  const cleanUp = () => rmSync(work, { recursive: true, force: true })
  process.once('exit', cleanUp)
  try {
    const copy = join(work, databaseName)
    await copyDatabase(database, copy, progress)
    const { files: gathered, missing } = await gatherPictures(copy, pictures, work)
    const files = [
      { name: databaseName, path: copy },
      ...secrets.map(({ name, path }) => ({ name: secretNames[name], path })),
      ...gathered,
    ]
    const { counts, damage } = inspect(copy)
    const manifest = await manifestOf(files, counts, secrets, made_at, missing)
    await needRoom(
      folder,
      Object.values(manifest.files).reduce((sum, { bytes }) => sum + bytes, 0),
    )
    const draft = join(work, 'archive')
    const text = `${JSON.stringify(manifest, null, 2)}\n`
    const common = { mode: 0o600, mtime: new Date(made_at), uid: 0, gid: 0 }
    const entries = packTar([
      { type: 'content', content: text, target: manifestName, ...common },
      ...files.map(({ name, path }) => {
        if (isStoredFile(name)) return { type: 'file', source: path, target: name, ...common } as const
        const { bytes: size } = manifest.files[name] as { bytes: number }
        return { type: 'stream', content: readInPieces(path), size, target: name, ...common } as const
      }),
    ])
    await pipeline(entries, createWriteStream(draft, { mode: 0o600, highWaterMark: 1 << 20 }))
    const [found] = await damage
    if (found) throw new Error(`${database} is damaged, so nothing was backed up: ${found}`)
    if (!manifest.counts.accounts) throw new Error(`${database} has no account, so nothing was backed up.`)
    await giveBesideOwnerOf(database, folder, draft)
    await syncToDisk(draft)
    await rename(draft, archive)
    await syncToDisk(folder)
    return manifest
  } finally {
    process.off('exit', cleanUp)
    cleanUp()
  }
}

/** Removes what killed backups have left: it is as large as the desk, and holds its secrets. */
async function removeAbandoned(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter((name) => name.startsWith(workPrefix))) {
    const path = join(folder, name)
    const found = await stat(path).catch(() => null)
    if (found && Math.abs(Date.now() - found.mtimeMs) > longestBackup) await rm(path, { recursive: true, force: true })
  }
}

async function manifestOf(
  files: { name: string; path: string }[],
  counts: Promise<Record<string, number>>,
  secrets: BackupOf['secrets'],
  made_at: number,
  missing: number,
): Promise<Manifest> {
  const place = (name: SecretName) => (secrets.some((secret) => secret.name === name) ? 'archive' : 'settings')
  const digests: [string, Awaited<ReturnType<typeof digestOf>>][] = []
  // One at a time: a process can open only so many files.
  for (const { name, path } of files) digests.push([name, await digestOf(path)])
  return {
    supportme_backup: 1,
    version,
    made_at: new Date(made_at).toISOString(),
    engine: 'sqlite',
    counts: await counts,
    secrets: { PEPPER: place('PEPPER'), SECRET_KEY: place('SECRET_KEY') },
    files: Object.fromEntries(digests),
    missing,
  }
}

import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sqlitePath } from '#config/database-url.ts'
import { counted } from '#lib/counted.ts'
import { makeBackup } from '#platform/backup/backup.ts'
import { megabytes } from '#platform/backup/files.ts'
import { summaryOf } from '#platform/backup/manifest.ts'
import { giveBesideOwnerOf } from '#platform/backup/owner.ts'
import { openDatabase } from '#platform/db/client.ts'
import { recordFact } from '#platform/installation/queries.ts'
import { givenSettings, secretFiles } from '#platform/start/environment.ts'
import { runCommand, UsageError } from './command.ts'
import { toolConfig } from './context.ts'
import { typedPath } from './paths.ts'

/** The name that was typed; in a folder that was typed, one of the time. A folder that ends with a slash is made. */
async function archiveNamed(typed: string, database: string, now: number): Promise<string> {
  const path = typedPath(typed)
  if (typed.endsWith('/') && existsSync(dirname(path)) && !existsSync(path)) {
    mkdirSync(path, { mode: 0o700 })
    await giveBesideOwnerOf(database, dirname(path), path)
  }
  const stamp = new Date(now).toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-')
  const archive = existsSync(path) && statSync(path).isDirectory() ? join(path, `supportme-${stamp}.tar`) : path
  if (!existsSync(dirname(archive))) throw new Error(`There is no folder ${dirname(archive)}.`)
  if (existsSync(archive)) throw new Error(`${archive} is there already; name another file.`)
  return archive
}

/** Prints a line for each tenth done. */
function tenths(what: string) {
  let told = 0
  return (share: number) => {
    if (share < told + 0.1) return
    told = share
    console.log(`${what} ${Math.round(share * 100)} %`)
  }
}

const withPgDump = `This desk is on PostgreSQL, which is backed up by its own program:
  pg_dump --format=custom --file=FILE "$DATABASE_URL"
and restored by pg_restore. Keep PEPPER and SECRET_KEY with it: without the pepper nobody can log in.`

runCommand('backup', async ([typed, ...more]) => {
  if (!typed || more.length > 0) throw new UsageError()
  const now = Date.now()
  const { database, files } = toolConfig()
  const path = sqlitePath(database.url)
  if (!path) throw new Error(withPgDump)
  const archive = await archiveNamed(typed, path, now)
  const secrets = secretFiles(givenSettings()).filter((secret) => existsSync(secret.path))
  const manifest = await makeBackup({
    database: path,
    files: files.folder,
    secrets,
    archive,
    made_at: now,
    progress: tenths('Copying the database:'),
  })

  const db = openDatabase(database.url)
  // The archive exists, whether or not this can be recorded.
  await recordFact(db, 'last_backup', archive, now).catch(() => {})
  await db.destroy()
  console.log(`${archive} holds ${summaryOf(manifest)} (${megabytes(statSync(archive).size)}).`)
  if (manifest.missing > 0)
    console.log(`Not in ${files.folder}, and so not in it: ${counted(manifest.missing, 'file')} of pictures.`)
  console.log(
    manifest.secrets.PEPPER === 'archive'
      ? 'It holds the secrets, too: whoever has it has everything. Keep it where nobody else can read it, and not only on this machine.'
      : 'It does not hold PEPPER and SECRET_KEY, which are among your settings. Keep those as well: without the pepper nobody can log in.',
  )
})

import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { sqlitePath } from '#config/database-url.ts'
import { filesFolder } from '#config/files.ts'
import { counted } from '#lib/counted.ts'
import { databaseName, filesName, summaryOf } from '#platform/backup/manifest.ts'
import { restore } from '#platform/backup/restore.ts'
import { whyNotStored } from '#platform/files/folder.ts'
import { databaseOf, givenSettings } from '#platform/start/environment.ts'
import { jobKinds } from '../src/job-kinds.ts'
import { runCommand, UsageError } from './command.ts'
import { typedPath } from './paths.ts'

runCommand('restore', async ([typed, folder, ...more]) => {
  if (!typed || more.length > 0) throw new UsageError()
  const archive = typedPath(typed)
  if (!existsSync(archive)) throw new Error(`There is no file ${archive}.`)
  const given = givenSettings()
  const configured = sqlitePath(databaseOf(given))
  const database = folder ? join(typedPath(folder), databaseName) : configured
  if (!database)
    throw new Error(
      'This desk is on PostgreSQL, and an archive of npm run backup holds a SQLite database. Use pg_restore.',
    )
  const reason = whyNotStored(dirname(database))
  if (reason) throw new Error(`Nothing can be restored to ${database}: ${reason}.`)
  const { manifest, movedAway, ended } = await restore({
    archive,
    database,
    files: folder ? join(typedPath(folder), filesName) : filesFolder(databaseOf(given), given.FILES_DIR),
    pepper: given.PEPPER,
    previousPeppers: (given.PREVIOUS_PEPPERS ?? '').split(',').map((pepper) => pepper.trim()),
    mailKinds: jobKinds.filter(({ mails }) => mails).map(({ kind }) => kind),
    now: Date.now(),
    progress: (doing) => console.log(`${doing} …`),
  })
  console.log(
    `Restored ${summaryOf(manifest)} to ${database}, as they were on ${new Date(manifest.made_at).toUTCString()}.`,
  )
  console.log(`Everybody has to log in again (${counted(ended.sessions, 'session')} ended), and links in mails that nobody had opened are void (${ended.links}).
All else is as it was then: revoke again what was revoked since (passwords, passkeys, API tokens, calendar feeds, invitations to events).`)
  if (ended.mails > 0)
    console.log(
      `Mails that were waiting are kept back, as they may have gone out since (${ended.mails}): send or discard them at /admin/jobs.`,
    )
  if (movedAway.length > 0)
    console.log(`What was there before is now:\n${movedAway.map((path) => `  ${path}`).join('\n')}`)
})

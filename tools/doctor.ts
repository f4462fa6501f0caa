import type { Config } from '#config'
import { sqlitePath } from '#config/database-url.ts'
import type { Database } from '#platform/db/client.ts'
import { reasonForOperators } from '#platform/db/storage-error.ts'
import { givenSettings } from '#platform/start/environment.ts'
import { runCommand, UsageError } from './command.ts'
import { checkBackups } from './doctor/backups.ts'
import { checkClock } from './doctor/clock.ts'
import { checkDatabase } from './doctor/database.ts'
import { checkDisk, checkPermissions } from './doctor/files.ts'
import { about, type Finding } from './doctor/finding.ts'
import { checkJobs } from './doctor/jobs.ts'
import { checkMail } from './doctor/mail.ts'
import { checkPassKeys } from './doctor/pass-keys.ts'
import { checkPictures } from './doctor/pictures.ts'
import { checkSecretsOf } from './doctor/secrets.ts'
import { checkServer } from './doctor/server.ts'
import { checkSettings } from './doctor/settings.ts'
import { tellVersions } from './doctor/versions.ts'

type Check = [about: string, look: () => Finding | Promise<Finding>]

/** The checks that are possible with these settings and this database. */
function checksFor(config: Config, db: Database | null, mailOff: boolean): Check[] {
  const { url } = config.database
  const path = sqlitePath(url)
  const now = () => Date.now()
  const inDatabase: Check[] = db
    ? [
        ['secrets', () => checkSecretsOf(db, config)],
        ['passes', () => checkPassKeys(db, config)],
        ['clock', () => checkClock(db, now())],
        ['jobs', () => checkJobs({ db, clock: { now } })],
        ['backup', () => checkBackups(db, url, now())],
        ['pictures', () => checkPictures(db, config.files.folder)],
      ]
    : []
  const beside: Check[] = path
    ? [
        ['disk', () => checkDisk(path)],
        ['permissions', () => checkPermissions(path)],
      ]
    : []
  return [...inDatabase, ...beside, ['mail', () => checkMail(config, mailOff)], ['server', () => checkServer(config)]]
}

let problems = 0

function tell({ state, about, text }: Finding): void {
  if (state === 'problem') problems += 1
  console.log(`${state.padEnd(8)} ${about.padEnd(12)} ${text}`)
}

runCommand('doctor', async (args) => {
  if (args.length > 0) throw new UsageError()
  const given = givenSettings()
  const { config, findings } = checkSettings(given)
  findings.forEach(tell)
  const { db, findings: found } = config ? await checkDatabase(config.database.url) : { db: null, findings: [] }
  try {
    tell(await tellVersions(db, config?.database.url))
    found.forEach(tell)
    for (const [thing, look] of config ? checksFor(config, db, given.MAIL_URL === 'off') : [])
      tell(
        await Promise.resolve()
          .then(look)
          .catch((error) => about(thing).problem(`It cannot be checked: ${reasonForOperators(error)}`)),
      )
  } finally {
    await db?.destroy()
  }
  return problems > 0 ? 1 : 0
})

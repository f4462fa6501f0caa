import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { type Config, type Environment, loadConfig, settingNames } from '#config'
import { sqlitePath } from '#config/database-url.ts'
import { settingWarnings } from '#config/warnings.ts'
import { reasonForOperators } from '#platform/db/storage-error.ts'
import { databaseOf, secretFiles, settingsFile } from '#platform/start/environment.ts'
import { about, type Finding } from './finding.ts'

const { ok, warning, problem } = about('settings')

export interface Read {
  findings: Finding[]
  /** Null if the settings are wrong. */
  config: Config | null
}

/** Reads the settings as the desk does, but creates no missing secrets. */
export function checkSettings(given: Environment): Read {
  const files = secretFiles(given)
  const absent = files.filter(({ path }) => !existsSync(path))
  const database = sqlitePath(databaseOf(given))
  // Without either a new desk begins, which creates them.
  const isNew = database !== null && !existsSync(database) && absent.length === files.length
  const missing = isNew ? [] : absent
  const findings: Finding[] = missing.map(({ name, path }) =>
    name === 'PEPPER'
      ? problem(`${path} is missing, without which nobody can log in: put it back from a backup, or set PEPPER.`)
      : warning(`${path} is missing: the next start makes another, and everybody has to log in again.`),
  )
  findings.push(...settingWarnings(given, settingNames, settingsFile()).map(warning))
  try {
    const secrets = files.map(({ name, path }) => [
      name,
      existsSync(path) ? readFileSync(path, 'utf8').trim() : randomBytes(32).toString('hex'),
    ])
    const config = loadConfig({ ...given, ...Object.fromEntries(secrets) })
    return {
      config,
      findings: findings.length > 0 ? findings : [ok(`They are good${config.production ? ' for production' : ''}.`)],
    }
  } catch (error) {
    return {
      config: null,
      findings: [...findings, problem(reasonForOperators(error).replaceAll('\n', ';').replace(':;', ':'))],
    }
  }
}

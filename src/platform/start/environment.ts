import { randomBytes } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { ConfigError, defaultDatabase, type Environment, loadConfig } from '#config'
import { withoutBlanks } from '#config/blanks.ts'
import { sqlitePath } from '#config/database-url.ts'
import { isProduction } from '#config/production.ts'
import { isEmpty, secretFile, whyNotNew } from '#platform/db/lost-database.ts'

const generated = ['SECRET_KEY', 'PEPPER'] as const

/**
 * The environment variables, with `.env` as fallback.
 *
 * @throws {ConfigError} if this user may not read `.env`: without its settings the program would start another desk
 */
export function givenSettings(): Environment {
  try {
    // Node reports an unreadable file as missing.
    accessSync('.env', constants.R_OK)
    process.loadEnvFile('.env')
    nameWithoutMark()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    // With DATABASE_URL in the environment, as for a service, all settings are there.
    if (code !== 'ENOENT' && !process.env.DATABASE_URL)
      throw new ConfigError(`The settings in .env cannot be read (${message}): run this as the user of the desk.`)
  }
  return withoutBlanks(process.env)
}

/** Some editors begin a file with a byte order mark, which Node takes for a part of the first name. */
function nameWithoutMark(env: Environment = process.env): void {
  const marked = Object.keys(env).find((name) => name.startsWith('\ufeff'))
  if (marked === undefined) return
  env[marked.slice(1)] ??= env[marked]
  delete env[marked]
}

/** The text of `.env`; empty if there is none, or this user may not read it. */
export function settingsFile(): string {
  try {
    return readFileSync('.env', 'utf8')
  } catch {
    return ''
  }
}

export const databaseOf = (env: Environment) => env.DATABASE_URL ?? defaultDatabase

/**
 * The settings, and the generated secrets.
 *
 * @param options.mayBegin whether a new desk may be created; otherwise its database must exist
 * @param options.pepperLost whether to make a new pepper for a database whose pepper is lost
 * @throws {ConfigError} if a part of the desk is missing
 */
export function environment({ mayBegin = true, pepperLost = false } = {}): Environment {
  const given = givenSettings()
  const path = sqlitePath(databaseOf(given))
  if (path && statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new ConfigError(
      `DATABASE_URL names a folder, ${path}: name a file, such as file:${join(path, 'supportme.db')}`,
    )
  if (!mayBegin && path && isEmpty(path)) {
    const reason = existsSync(path)
      ? `The database ${path} cannot be opened: it is empty`
      : `There is no database at ${path}`
    throw new ConfigError(`${reason}; start the desk once, or set DATABASE_URL.`)
  }
  return withGeneratedSecrets(given, pepperLost)
}

/**
 * Outside of production a missing secret is generated once and stored beside the database, so that the first start
 * needs no settings; in production it stays missing and the configuration is refused.
 */
function withGeneratedSecrets(env: Environment, pepperLost: boolean): Environment {
  const path = sqlitePath(databaseOf(env))
  // Checked first: another process starting at the same time creates the secrets before the database.
  const inUse = path !== null && !isEmpty(path)
  const made = isProduction(env) ? [] : generated.map((name) => fileOf(env, name))
  const reason = path && whyNotNew(path, made)
  if (reason) throw new ConfigError(reason)
  if (isProduction(env)) return env
  const secrets = secretFiles(env)
  const missing = secrets.filter((secret) => !existsSync(secret.path))
  const pepper = missing.find(({ name }) => name === 'PEPPER')
  if (pepper && inUse && !pepperLost) throw lost(pepper.path, path)
  // Wrong settings must not leave secrets behind, as if there had been a desk.
  if (missing.length > 0) loadConfig({ ...env, ...standIns(secrets.map(({ name }) => name)) })
  return { ...env, ...Object.fromEntries(secrets.map(({ name, path }) => [name, readOrMake(path)])) }
}

const fileOf = (env: Environment, name: string) => secretFile(dirname(sqlitePath(databaseOf(env)) ?? 'data/none'), name)

/** The files of secrets that are not in the settings. */
export const secretFiles = (env: Environment) =>
  isProduction(env) ? [] : generated.filter((name) => !env[name]).map((name) => ({ name, path: fileOf(env, name) }))

/** With another pepper nobody could log in. */
const lost = (pepper: string, database: string) =>
  new ConfigError(`${pepper} is missing, and without it nobody can log in to ${database}.
It is in the backup that the database came from; or set PEPPER to the one that was used.
If it is lost: npm run accept-secrets, after which everybody needs a new password.`)

const standIns = (names: string[]) => Object.fromEntries(names.map((name) => [name, randomBytes(32).toString('hex')]))

function readOrMake(path: string): string {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    // Written to another name first: a process starting at the same time must not read half a secret.
    const draft = `${path}.${process.pid}`
    writeFileSync(draft, randomBytes(32).toString('base64url'), { mode: 0o600 })
    try {
      linkSync(draft, path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      unlinkSync(draft)
    }
  }
  return readFileSync(path, 'utf8').trim()
}

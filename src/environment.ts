import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { ConfigError, type Environment, loadConfig } from './config.ts'
import { sqlitePath } from './db/client.ts'
import { secretFile, whyNotNew } from './db/lost-database.ts'

const standardUrl = 'file:data/supportme.db'
const generated = ['SECRET_KEY', 'PEPPER'] as const

/**
 * What the process was given, with `.env` below it and the generated secrets.
 *
 * @param mayBegin whether a new desk may begin with this; else its database must be there
 */
export function environment({ mayBegin = true } = {}): Environment {
  try {
    process.loadEnvFile('.env')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  const path = sqlitePath(process.env.DATABASE_URL || standardUrl)
  if (!mayBegin && path && !existsSync(path))
    throw new ConfigError(`There is no database at ${path}; start the desk once, or set DATABASE_URL.`)
  return withGeneratedSecrets(process.env)
}

/**
 * Outside production a missing secret is made once and kept beside the database, so that the first
 * start needs no settings; in production a missing one stays missing and the configuration refuses it.
 */
function withGeneratedSecrets(env: Environment): Environment {
  if (env.NODE_ENV === 'production') return env
  const path = sqlitePath(env.DATABASE_URL || standardUrl)
  const fileOf = (name: string) => secretFile(dirname(path ?? 'data/x'), name)
  const missing = generated.filter((name) => !env[name])
  const reason = path && whyNotNew(path, generated.map(fileOf))
  if (reason) throw new ConfigError(reason)
  // Settings that are wrong must not leave secrets behind, as if a desk had been there.
  if (missing.some((name) => !existsSync(fileOf(name)))) loadConfig({ ...env, ...standIns(missing) })
  return { ...env, ...Object.fromEntries(missing.map((name) => [name, readOrMake(fileOf(name))])) }
}

const standIns = (names: string[]) => Object.fromEntries(names.map((name) => [name, randomBytes(32).toString('hex')]))

function readOrMake(path: string): string {
  if (!existsSync(path)) {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    // Written aside first: another process that starts at the same time must not read half a secret.
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

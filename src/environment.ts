import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Environment } from './config.ts'
import { sqlitePath } from './db/client.ts'

const generated = ['SECRET_KEY', 'PEPPER'] as const

/** What the process was given, with `.env` below it and the generated secrets. */
export function environment(): Environment {
  try {
    process.loadEnvFile('.env')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  return withGeneratedSecrets(process.env)
}

/**
 * Outside production a missing secret is made once and kept beside the database, so that the first
 * start needs no settings; in production a missing one stays missing and the configuration refuses it.
 */
function withGeneratedSecrets(env: Environment): Environment {
  if (env.NODE_ENV === 'production') return env
  const folder = dirname(sqlitePath(env.DATABASE_URL || 'file:data/supportme.db') ?? 'data/x')
  const complete = { ...env }
  for (const name of generated) complete[name] ||= readOrMake(join(folder, name.toLowerCase().replace('_', '-')))
  return complete
}

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

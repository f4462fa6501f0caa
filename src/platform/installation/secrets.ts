import { createHmac } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import { type Config, ConfigError } from '#config'
import { sqlitePath } from '#config/database-url.ts'
import { sha256 } from '#lib/sha256.ts'
import type { Database } from '#platform/db/client.ts'
import { schemaOf } from '#platform/db/postgres/desk-schema.ts'
import { othersWorkOn } from '#platform/db/program-lock.ts'
import { countConnections, findFact, findNewestPasswordHash, recordFact } from './queries.ts'

/** Tells whether a secret is the same, and nothing else about it. */
export const fingerprintOf = (secret: string | Buffer) =>
  createHmac('sha256', secret).update('fingerprint of a secret of this desk').digest('base64url')

export const wrongPepper = `PEPPER is not the one that this database was used with: nobody could log in.
Set the former one again; where the program made it, it is the file "pepper" beside the database, and in the backup.
To change it on purpose, name the former one in PREVIOUS_PEPPERS.
If it is lost: npm run accept-secrets, after which everybody needs a new password.`

/** Desks in several schemas of one database are different ones, each with a key of its own. */
const beginningOf = (schema: string | null) =>
  schema === null || schema === 'public' ? 'supportme with key ' : `supportme ${sha256(schema).slice(0, 16)} with key `

/** The name of every program's connection to PostgreSQL: it tells whether all have the same SECRET_KEY. */
export const connectionName = ({ session }: Config, schema: string | null) =>
  beginningOf(schema) + fingerprintOf(session.key).slice(0, 16)

export const twoSecretKeys = `Another program of SupportMe is running on this database with another SECRET_KEY: people would be logged out at random, and passes would fail at the door.
Set the same for each of them. To change it, stop all of them first.`

/** Whether another program is using the database with another SECRET_KEY right now. */
export async function isUsedWithOtherKey(db: Database, config: Config): Promise<boolean> {
  const path = sqlitePath(config.database.url)
  if (path === null) {
    const schema = await schemaOf(db)
    return (await countConnections(db, beginningOf(schema), connectionName(config, schema))) > 0
  }
  const recorded = (await findFact(db, 'secret_key'))?.value
  // A running program recorded its own key when it started.
  return recorded !== undefined && recorded !== fingerprintOf(config.session.key) && othersWorkOn(path)
}

interface Open {
  config: Config
  db: Database
  log: Logger
  clock: { now(): number }
}

/**
 * Compares the secrets in use with those recorded in the database, and records them.
 *
 * @throws {ConfigError} if the pepper has changed and the former one is not among the previous peppers; or if a running
 *   program has another secret key
 */
export async function checkSecrets(ctx: Open): Promise<void> {
  await checkPepper(ctx)
  await checkSecretKey(ctx)
}

async function checkPepper({ config, db, clock }: Open): Promise<void> {
  const [current = ''] = config.peppers.map(({ key }) => fingerprintOf(key))
  const recorded = (await findFact(db, 'pepper'))?.value
  if (recorded === current) return
  if (!(await isPepperOf(db, config, recorded))) throw new ConfigError(wrongPepper)
  await recordFact(db, 'pepper', current, clock.now())
}

/** @param recorded where none is yet, the newest password tells */
export async function isPepperOf(db: Database, { peppers }: Config, recorded: string | undefined): Promise<boolean> {
  if (recorded !== undefined) return peppers.some(({ key }) => fingerprintOf(key) === recorded)
  const hash = await findNewestPasswordHash(db)
  return hash === undefined || peppers.some(({ id }) => hash.startsWith(`${id}$`))
}

async function checkSecretKey({ config, db, log, clock }: Open): Promise<void> {
  // Another program that is starting with the same key may not have recorded it yet.
  for (let tries = 0; await isUsedWithOtherKey(db, config); tries++) {
    if (tries === 30) throw new ConfigError(twoSecretKeys)
    await pause(100)
  }
  const current = fingerprintOf(config.session.key)
  const recorded = (await findFact(db, 'secret_key'))?.value
  if (recorded === current) return
  if (recorded !== undefined) log.warn('SECRET_KEY has changed: everybody has been logged out')
  await recordFact(db, 'secret_key', current, clock.now())
}

/** Records the secrets in use as the right ones. */
export async function acceptSecrets({ config, db, clock }: Open): Promise<void> {
  const [pepper] = config.peppers
  if (pepper) await recordFact(db, 'pepper', fingerprintOf(pepper.key), clock.now())
  await recordFact(db, 'secret_key', fingerprintOf(config.session.key), clock.now())
}

import type { Config } from '#config'
import type { Database } from '#platform/db/client.ts'
import { findFact } from '#platform/installation/queries.ts'
import {
  fingerprintOf,
  isPepperOf,
  isUsedWithOtherKey,
  twoSecretKeys,
  wrongPepper,
} from '#platform/installation/secrets.ts'
import { about, type Finding } from './finding.ts'

const { ok, warning, problem } = about('secrets')

/** Whether the present secrets are those that the database was used with. */
export async function checkSecretsOf(db: Database, config: Config): Promise<Finding> {
  const pepper = (await findFact(db, 'pepper'))?.value
  if (!(await isPepperOf(db, config, pepper))) return problem(wrongPepper)
  if (await isUsedWithOtherKey(db, config)) return problem(twoSecretKeys)
  const key = (await findFact(db, 'secret_key'))?.value
  if (key !== undefined && key !== fingerprintOf(config.session.key))
    return warning('SECRET_KEY has changed: everybody has to log in again after the next start.')
  return ok(pepper === undefined ? 'The database has not been used with any yet.' : 'They belong to this database.')
}

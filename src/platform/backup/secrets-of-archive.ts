import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { installationOf } from '#platform/db/sqlite/file.ts'
import { fingerprintOf } from '#platform/installation/secrets.ts'
import { databaseName, type Manifest, secretNames } from './manifest.ts'
import type { RestoreTo } from './restore-options.ts'

/**
 * Checks that people can log in to the restored database: with the pepper in the settings, else the one in the archive,
 * else the one beside the target. A different secret key only ends sessions.
 *
 * @throws when the pepper differs from the one that the database was used with
 */
export async function checkSecretsOf(
  manifest: Manifest,
  work: string,
  { archive, database, pepper, previousPeppers = [] }: RestoreTo,
): Promise<void> {
  const recorded = (await installationOf(join(work, databaseName))).get('pepper')
  if (recorded === undefined) return
  const inArchive = secretNames.PEPPER in manifest.files
  const beside = join(inArchive ? work : dirname(database), secretNames.PEPPER)
  const fits = (secret: string) => fingerprintOf(secret) === recorded
  if (pepper !== undefined) {
    if ([pepper, ...previousPeppers].some(fits)) return
    throw new Error(
      inArchive
        ? `PEPPER among the settings is not the one of this backup, which holds its own: nobody could log in. Set PEPPER to what this prints: tar xOf ${archive} ${secretNames.PEPPER}`
        : 'PEPPER among the settings is not the one that this backup was made with: nobody could log in. Set the one that was used then.',
    )
  }
  if (existsSync(beside) && fits((await readFile(beside, 'utf8')).trim())) return
  throw new Error(
    `${archive} does not hold its PEPPER, which was among the settings of the desk that it was made from: nobody could log in. Set PEPPER to the one that was used there.`,
  )
}

import { existsSync } from 'node:fs'
import { sqlitePath } from '#config/database-url.ts'
import { counted } from '#lib/counted.ts'
import type { Database } from '#platform/db/client.ts'
import { compareMigrations } from '#platform/db/migrate.ts'
import { refuseOtherEncodings } from '#platform/db/postgres/encoding.ts'
import { writeProbe } from '#platform/db/readiness/queries.ts'
import { damageIn } from '#platform/db/sqlite/file.ts'
import { reasonForOperators } from '#platform/db/storage-error.ts'
import { about, type Finding } from './finding.ts'
import { openForReading } from './open.ts'

const { ok, warning, problem } = about('database')

export interface Looked {
  findings: Finding[]
  /** For further checks; the caller closes it. Null if they make no sense. */
  db: Database | null
}

/** Whether it exists, is intact, and has this version's schema. */
export async function checkDatabase(url: string): Promise<Looked> {
  const path = sqlitePath(url)
  if (path && !existsSync(path))
    return only(problem(`There is no database at ${path}: start the desk once, or set DATABASE_URL.`))
  let db: Database | undefined
  try {
    db = openForReading(url)
    await refuseOtherEncodings(db)
    const schema = await checkMigrations(db)
    if (schema.state === 'problem') throw new Error(schema.text)
    const [damage] = path ? await damageIn(path, 'quick_check') : []
    if (damage) throw new Error(`It is damaged (${damage}): stop the desk and restore a backup by npm run restore.`)
    if (!path && schema.state === 'ok') await tryWrite(db)
    if (schema.state === 'ok') return { findings: [schema], db }
    await db.destroy()
    return only(schema)
  } catch (error) {
    await db?.destroy().catch(() => {})
    return only(problem(`${path ?? 'The database server'} cannot be used: ${reasonForOperators(error)}`))
  }
}

const only = (finding: Finding): Looked => ({ findings: [finding], db: null })

async function checkMigrations(db: Database): Promise<Finding> {
  const { isEmpty, pending, unknown } = await compareMigrations(db)
  if (isEmpty) return problem('it is empty: start the desk once, which makes its tables, or set DATABASE_URL.')
  if (unknown.length > 0)
    return problem(`it belongs to a newer version of SupportMe (${unknown.join(', ')}): install that version.`)
  if (pending.length > 0)
    return warning(
      `It is of an earlier version; the next start brings it up to date (${counted(pending.length, 'migration')}).`,
    )
  return ok('It is there and sound, and of this version.')
}

/** Whether the server accepts writes; rolls back. */
async function tryWrite(db: Database): Promise<void> {
  const undone = new Error()
  await db
    .transaction()
    .execute(async (transaction) => {
      await writeProbe(transaction, 'doctor')
      throw undone
    })
    .catch((error) => {
      if (error !== undone) throw error
    })
}

import { sql } from 'kysely'
import { engineOf } from '#config/database-url.ts'
import { version } from '#lib/version.ts'
import type { Database } from '#platform/db/client.ts'
import { about, type Finding } from './finding.ts'

const { ok } = about('versions')

export async function tellVersions(db: Database | null, url: string | undefined): Promise<Finding> {
  return ok([`SupportMe ${version}`, `Node ${process.versions.node}`, ...(await engineVersion(db, url))].join(', '))
}

async function engineVersion(db: Database | null, url = ''): Promise<string[]> {
  if (!db) return []
  const isSqlite = engineOf(url) === 'sqlite'
  const asked = isSqlite
    ? sql<{ version: string }>`select sqlite_version() as version`
    : sql<{ version: string }>`select current_setting('server_version') as version`
  const { rows } = await asked.execute(db)
  return rows.map((row) => `${isSqlite ? 'SQLite' : 'PostgreSQL'} ${row.version}`)
}

import { existsSync } from 'node:fs'
import BetterSqlite from 'better-sqlite3'
import { loadConfig } from '../src/config.ts'
import { sqlitePath } from '../src/db/client.ts'
import { environment } from '../src/environment.ts'

/** Copies the database into a file while the desk goes on working. */
async function main() {
  const [target, ...more] = process.argv.slice(2)
  if (!target || more.length > 0) throw new Error('Usage: node tools/backup.ts FILE')
  const path = sqlitePath(loadConfig(environment()).database.url)
  if (!path) throw new Error('This desk is on PostgreSQL: back it up with pg_dump.')
  if (!existsSync(path)) throw new Error(`There is no database at ${path}; set DATABASE_URL.`)
  if (existsSync(target)) throw new Error(`${target} is there already; name another file.`)
  const database = new BetterSqlite(path, { readonly: true })
  try {
    await database.backup(target)
  } finally {
    database.close()
  }
  console.log(`Copied ${path} to ${target}.`)
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
})

import BetterSqlite from 'better-sqlite3'

/** A SQLite database as a file, looked at past the program that works on it. */

/**
 * Copies a database while others read and write it. The copy is the state at one moment: a read transaction holds it,
 * so that no write makes SQLite begin anew. Writers do not wait.
 *
 * @param progress is told the share that has been copied, from 0 to 1, before each step
 */
export async function copyDatabase(
  from: string,
  to: string,
  progress: (share: number) => void = () => {},
  pagesAtOnce = 8192,
) {
  await withFile(from, async (file) => {
    file.exec('begin')
    file.prepare('select count(*) from sqlite_schema').get()
    await file.backup(to, {
      progress({ totalPages, remainingPages }) {
        if (totalPages > 0) progress(1 - remainingPages / totalPages)
        return pagesAtOnce
      },
    })
  })
}

/** What SQLite finds wrong in the file, one a line; nothing where it is sound. */
export const damageIn = (path: string, check: 'quick_check' | 'integrity_check') =>
  withFile(path, (file) => {
    const found = file.pragma(`${check}(10)`) as Record<string, string>[]
    return found.map((row) => Object.values(row)[0] ?? '').filter((text) => text !== 'ok')
  }).catch((error: Error & { code?: string }) => {
    // Too damaged to be looked through.
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(error.code ?? '')) return [error.message]
    throw error
  })

/** How many rows each table of the program has; full-text indexes are counted by what they index. */
export const countRows = (path: string) =>
  withFile(path, (file) => {
    const tables = (file.pragma('table_list') as { schema: string; name: string; type: string }[])
      .filter(({ schema, name, type }) => schema === 'main' && type === 'table' && !name.startsWith('sqlite_'))
      .map(({ name }) => name)
      .sort()
    const count = (table: string) => file.prepare(`select count(*) from "${table}"`).pluck().get() as number
    return Object.fromEntries(tables.map((table) => [table, count(table)]))
  })

/** The migrations that have run on it; null where it is no database of this program. */
export const migrationsOf = (path: string) =>
  withFile(path, (file) => columnOf(file, 'select name from kysely_migration order by name'))

/** What the installation has recorded about itself. */
export const installationOf = (path: string) =>
  withFile(path, (file) => {
    const names = columnOf(file, 'select name from installation order by name')
    const values = columnOf(file, 'select value from installation order by name')
    return new Map((names ?? []).map((name, n) => [name, values?.[n] ?? '']))
  })

/** The ids of uploaded pictures. */
export const picturesOf = (path: string) =>
  withFile(path, (file) => columnOf(file, 'select id from files order by id') ?? [])

function columnOf(file: BetterSqlite.Database, statement: string): string[] | null {
  try {
    return file.prepare(statement).pluck().all() as string[]
  } catch (error) {
    if (/no such table/.test(String(error))) return null
    throw error
  }
}

async function withFile<T>(path: string, work: (file: BetterSqlite.Database) => T | Promise<T>): Promise<T> {
  const file = new BetterSqlite(path, { readonly: true, fileMustExist: true })
  try {
    return await work(file)
  } finally {
    file.close()
  }
}

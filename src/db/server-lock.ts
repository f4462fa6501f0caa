import BetterSqlite from 'better-sqlite3'

/**
 * Held by the server that works on an SQLite file, for as long as it lives: the operating system gives it back when
 * the process ends in any way.
 *
 * @returns null when another server holds it
 */
export function takeServerLock(path: string): { release(): void } | null {
  const file = new BetterSqlite(`${path}-server`, { timeout: 0 })
  try {
    file.exec('begin exclusive')
    return { release: () => void file.close() }
  } catch (error) {
    file.close()
    if (/^SQLITE_BUSY/.test((error as { code?: string }).code ?? '')) return null
    throw error
  }
}

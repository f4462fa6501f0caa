import BetterSqlite from 'better-sqlite3'
import type { Database } from '../client.ts'

export async function writeProbe(db: Database, mark: string): Promise<void> {
  const written_at = Date.now()
  await db
    .insertInto('storage_probe')
    .values({ only: 1, mark, written_at })
    .onConflict((conflict) => conflict.column('only').doUpdateSet({ mark, written_at }))
    .execute()
}

/** The mark as somebody who opens the file now reads it; takes 1 millisecond. */
export function readProbe(path: string): string | undefined {
  const file = new BetterSqlite(path, { readonly: true, fileMustExist: true, timeout: 0 })
  try {
    return file.prepare('select mark from storage_probe').pluck().get() as string | undefined
  } finally {
    file.close()
  }
}

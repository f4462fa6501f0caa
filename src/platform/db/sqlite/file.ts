import BetterSqlite from 'better-sqlite3'

/** Work on a SQLite database as a file, past the program that may be using it. */

/**
 * Copies a database while others read and write it. A read transaction holds the state of one moment, so that writes do
 * not make SQLite restart the copy; writers do not wait.
 *
 * @param progress called before each step with the share copied, from 0 to 1
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

/** The faults that SQLite finds in the file; empty if it is intact. */
export const damageIn = (path: string, check: 'quick_check' | 'integrity_check') =>
  withFile(path, (file) => {
    const found = file.pragma(`${check}(10)`) as Record<string, string>[]
    return found.map((row) => Object.values(row)[0] ?? '').filter((text) => text !== 'ok')
  }).catch((error: Error & { code?: string }) => {
    // Too damaged to be checked.
    if (/^SQLITE_(CORRUPT|NOTADB)/.test(error.code ?? '')) return [error.message]
    throw error
  })

/** Number of rows by table of the program; full-text indexes are counted by the rows that they index. */
export const countRows = (path: string) =>
  withFile(path, (file) => {
    const tables = (file.pragma('table_list') as { schema: string; name: string; type: string }[])
      .filter(({ schema, name, type }) => schema === 'main' && type === 'table' && !name.startsWith('sqlite_'))
      .map(({ name }) => name)
      .sort()
    const count = (table: string) => file.prepare(`select count(*) from "${table}"`).pluck().get() as number
    return Object.fromEntries(tables.map((table) => [table, count(table)]))
  })

/** Migrations that have run on it; null if it is no database of this program. */
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

/** Counts of what was ended. */
export interface Ended {
  sessions: number
  links: number
  mails: number
}

/**
 * Ends in a copy from the past what may have ended since: revoked or used sessions and links must not work again.
 * Queued mails are marked dead, so that an admin decides whether to send them, perhaps a second time. However old the
 * copy is, they are kept for as long as jobs that die now: that is counted from `run_at`.
 *
 * @param mailKinds kinds of jobs that send mails
 */
export const endWhatMayBeOver = (path: string, mailKinds: string[], now: number): Promise<Ended> =>
  withFile(
    path,
    (file) =>
      file.transaction(() => {
        const ended = {
          sessions: file.prepare('delete from sessions').run().changes,
          links: file.prepare('delete from account_tokens where used_at is null').run().changes,
          mails: file
            .prepare(
              `update jobs set status = 'dead', leased_until = null, dedupe_key = null, finished_at = ?, run_at = ?,
              last_error = 'The desk was restored from a backup: it may have been sent since.'
              where status in ('queued', 'processing') and kind in (select value from json_each(?))`,
            )
            .run(now, now, JSON.stringify(mailKinds)).changes,
        }
        if (hasColumn(file, 'notifications', 'mail_due_at')) keepNotificationsBack(file)
        // The invitation itself stays, and an admin can send another link.
        if (hasColumn(file, 'staff_invitations', 'token_hash'))
          ended.links += file
            .prepare("update staff_invitations set token_hash = null where state = 'open' and token_hash is not null")
            .run().changes
        return ended
      })(),
    { readonly: false },
  )

/** Moves these notifications into their dead job: otherwise the next mail to the same person would contain them. */
function keepNotificationsBack(file: BetterSqlite.Database): void {
  file.exec(`
    update jobs set payload = json_set(payload, '$.ids', json((
      select json_group_array(id) from notifications
      where account_id = json_extract(jobs.payload, '$.account_id') and mail_due_at is not null)))
    where kind = 'notification_mail' and status = 'dead' and json_valid(payload);
    update notifications set mail_due_at = null where mail_due_at is not null`)
}

const hasColumn = (file: BetterSqlite.Database, table: string, column: string) =>
  (file.pragma(`table_info(${table})`) as { name: string }[]).some(({ name }) => name === column)

function columnOf(file: BetterSqlite.Database, statement: string): string[] | null {
  try {
    return file.prepare(statement).pluck().all() as string[]
  } catch (error) {
    if (/no such table/.test(String(error))) return null
    throw error
  }
}

async function withFile<T>(
  path: string,
  work: (file: BetterSqlite.Database) => T | Promise<T>,
  { readonly = true } = {},
): Promise<T> {
  const file = new BetterSqlite(path, { readonly, fileMustExist: true })
  try {
    return await work(file)
  } finally {
    file.close()
  }
}

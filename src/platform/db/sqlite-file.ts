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

/** How many there were of each. */
export interface Ended {
  sessions: number
  links: number
  mails: number
}

/**
 * Takes out of a copy from the past what may have ended since: a session or link that was revoked or used must not be
 * good again. Mails that waited are given up, so that somebody decides whether they go out, perhaps once more.
 *
 * @param mailKinds of jobs
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
              `update jobs set status = 'dead', leased_until = null, dedupe_key = null, finished_at = ?,
              last_error = 'The desk was restored from a backup: it may have been sent since.'
              where status in ('queued', 'processing') and kind in (select value from json_each(?))`,
            )
            .run(now, JSON.stringify(mailKinds)).changes,
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

/** What a mail was to tell goes with its job: the next mail to the same person would have it too. */
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

import { type Kysely, PostgresAdapter, sql } from 'kysely'

// The documents of the search (…-1206-search, …-1031-search-parts) are written by the program from now on, which puts
// all spellings of a word into one form; the engines only look words up. Beside the words a document has keys:
// `@5` for its customer, `#49` for the ticket. What people are found by stands in `account_words`.
// Documents of what is there already are written by a job, the newest tickets first. Until it has come to a ticket,
// the search looks into the former documents, which nothing changes any more; the job drops them in the end.

export async function up(db: Kysely<unknown>) {
  const onPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  for (const statement of onPostgres ? postgres : sqlite) await sql.raw(statement).execute(db)
  await addAccountWords(db, onPostgres)
  for (const name of ['username', 'email', 'display_name'])
    await db.schema.dropIndex(`accounts_by_${name}_prefix`).execute()
  await db.schema.alterTable('search_parts').dropColumn('messages').execute()
  await db.schema
    .createTable('search_backlog')
    .addColumn('only', 'integer', (column) => column.primaryKey())
    .addColumn('ticket_id', 'integer', (column) => column.notNull())
    .addColumn('next_part', 'integer', (column) => column.notNull())
    .addColumn('account_id', 'integer', (column) => column.notNull())
    .execute()
  const { rows } = await sql<{ ticket_id: number | null; account_id: number | null }>`
    select (select max(id) from tickets) as ticket_id, (select max(id) from accounts) as account_id`.execute(db)
  const { ticket_id, account_id } = rows[0] ?? {}
  if (!ticket_id && !account_id) {
    for (const table of ['search', 'search_notes']) await sql.raw(`drop table ${table}`).execute(db)
    return
  }
  await sql`insert into search_backlog ("only", ticket_id, next_part, account_id)
    values (1, ${ticket_id ?? 0}, 0, ${account_id ?? 0})`.execute(db)
  const now = Date.now()
  await sql`insert into jobs (kind, payload, status, attempts, priority, run_at, created_at)
    values ('index_backlog', '{}', 'queued', 0, 1, ${now}, ${now})`.execute(db)
}

const sqliteOptions = `content = '', contentless_delete = 1, prefix = '2 3', tokenize = "ascii tokenchars '@#'"`

const sqlite = [
  ...['written', 'edited', 'removed', 'titled', 'moved', 'renamed'].map((name) => `drop trigger search_${name}`),
  `create virtual table search_documents using fts5 (title, body, keys, ${sqliteOptions})`,
  `create virtual table search_note_documents using fts5 (title, body, notes, keys, ${sqliteOptions})`,
]

const table = (name: string) => [
  `create table ${name} (id bigint primary key, words tsvector not null)`,
  `create index ${name}_words on ${name} using gin (words)`,
]

const postgres = [
  ...['written', 'edited', 'removed'].map((name) => `drop trigger search_${name} on messages`),
  'drop trigger search_titled on tickets',
  'drop trigger search_renamed on search_renames',
  ...['message()', 'ticket()', 'rename()', 'write(integer, bigint, bigint)', 'words(text)'].map(
    (name) => `drop function search_${name}`,
  ),
  ...table('search_documents'),
  ...table('search_note_documents'),
]

/** Filled at first with what is there whole, so that people are found by how it begins until the job has come to them. */
async function addAccountWords(db: Kysely<unknown>, onPostgres: boolean): Promise<void> {
  const text = onPostgres ? sql`text collate "C"` : sql`text`
  await db.schema
    .createTable('account_words')
    .addColumn('account_id', 'integer', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('word', text, (column) => column.notNull())
    .addPrimaryKeyConstraint('account_words_pk', ['account_id', 'word'])
    .execute()
  await sql`insert into account_words (account_id, word)
    select id, username_key from accounts union select id, email_key from accounts where email_key <> ''
    union select id, lower(display_name) from accounts`.execute(db)
  await db.schema
    .createIndex('account_words_by_word')
    .on('account_words')
    .columns(['word', 'account_id desc'])
    .execute()
}

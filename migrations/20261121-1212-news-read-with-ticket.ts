import { type Kysely, PostgresAdapter, sql } from 'kysely'

// Whoever has read a ticket has read the notifications about it: the same statement that moves the mark takes them
// along, on a page that is opened more often than any other.

export async function up(db: Kysely<unknown>) {
  await db.schema
    .alterTable('read_marks')
    .addColumn('read_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
  const onPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  for (const statement of onPostgres ? postgres : sqlite) await sql.raw(statement).execute(db)
}

const readNews = `
  update notifications set read_at = new.read_at
    where account_id = new.account_id and ticket_id = new.ticket_id and read_at is null;`

const sqlite = [
  `create trigger news_read_at_first after insert on read_marks begin ${readNews} end`,
  `create trigger news_read_again after update of message_id on read_marks begin ${readNews} end`,
]

const postgres = [
  `create function read_news() returns trigger language plpgsql as $$ begin ${readNews} return null; end $$`,
  `create trigger news_read_at_first after insert on read_marks for each row execute function read_news()`,
  `create trigger news_read_again after update of message_id on read_marks for each row execute function read_news()`,
]

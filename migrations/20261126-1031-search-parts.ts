import { type Kysely, PostgresAdapter, sql } from 'kysely'

// Where a ticket's documents (…-1206-search) begin is remembered, so that writing a message costs the same in a long
// conversation as in a short one. A new title is written into the first documents at once, and into the others little
// by little: `search_renames` says how far that has come, and moving `next_part` on writes the documents in between.

export async function up(db: Kysely<unknown>) {
  const onPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  await db.schema
    .createTable('search_parts')
    .addColumn('ticket_id', 'integer', (column) => column.notNull())
    .addColumn('first_id', 'integer', (column) => column.notNull())
    .addColumn('part', 'integer', (column) => column.notNull())
    .addColumn('messages', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('search_parts_pk', ['ticket_id', 'first_id'])
    .execute()
  await db.schema
    .createTable('search_renames')
    .addColumn('ticket_id', 'integer', (column) => column.primaryKey())
    .addColumn('next_part', 'integer', (column) => column.notNull())
    .execute()
  await sql`
    insert into search_parts (ticket_id, first_id, part, messages)
    select ticket_id, min(id), part, count(*) from (
      select ticket_id, id, (row_number() over (partition by ticket_id order by id) - 1) / ${sql.lit(size)} as part
      from messages
    ) as numbered group by ticket_id, part`.execute(db)
  for (const statement of onPostgres ? postgres : sqlite) await sql.raw(statement).execute(db)
}

const size = 16
const apart = 65_536
/** Documents that get a new title in the transaction of the change; most tickets have fewer. */
const atOnce = 2

const newestPart = (ticket: string) => `search_parts where ticket_id = ${ticket} order by first_id desc limit 1`
const partOf = (message: string) => `
  (select part from search_parts where ticket_id = ${message}.ticket_id and first_id <= ${message}.id
    order by first_id desc limit 1)`

/** Messages of some of a ticket's parts. */
const messagesIn = (ticket: string, first: string, last: string) => `
  search_parts join messages on messages.ticket_id = search_parts.ticket_id and messages.id >= search_parts.first_id
    and messages.id < coalesce((select min(later.first_id) from search_parts as later
      where later.ticket_id = search_parts.ticket_id and later.first_id > search_parts.first_id), 2147483648)
  where search_parts.ticket_id = ${ticket} and part between ${first} and ${last} and kind <> 'system'`

const joinedOnSqlite = (kind: string) => `group_concat(case kind when '${kind}' then body end, ' ')`

const writeOnSqlite = (ticket: string, first: string | number, last: string | number) => {
  const where = `rowid between ${ticket} * ${apart} + ${first} and ${ticket} * ${apart} + ${last}`
  const documents = `
    select tickets.id * ${apart} + part as id, title, body, notes, 'c' || customer_id as owner
    from tickets join (
      select part, ${joinedOnSqlite('message')} as body, ${joinedOnSqlite('note')} as notes
      from ${messagesIn(ticket, `${first}`, `${last}`)} group by part
    ) where tickets.id = ${ticket}`
  return `
    delete from search where ${where};
    delete from search_notes where ${where};
    insert into search (rowid, title, body, owner) select id, title, body, owner from (${documents});
    insert into search_notes (rowid, title, body, notes, owner)
      select id, title, body, notes, owner from (${documents}) where notes is not null;`
}

const rest = (ticket: string) => `
  insert into search_renames (ticket_id, next_part) select ${ticket}, ${atOnce}
    where exists (select 1 from search_parts where ticket_id = ${ticket} and part >= ${atOnce})
    on conflict (ticket_id) do update set next_part = ${atOnce};`

const sqlite = [
  ...['written', 'edited', 'removed', 'titled'].map((name) => `drop trigger search_${name}`),
  `create trigger search_written after insert on messages when new.kind <> 'system' begin
    insert into search_parts (ticket_id, first_id, part, messages)
      select new.ticket_id, new.id, coalesce((select part + 1 from ${newestPart('new.ticket_id')}), 0), 0
      where coalesce((select messages from ${newestPart('new.ticket_id')}), ${size}) >= ${size};
    update search_parts set messages = messages + 1
      where ticket_id = new.ticket_id and first_id = (select first_id from ${newestPart('new.ticket_id')});
    ${writeOnSqlite('new.ticket_id', partOf('new'), partOf('new'))}
  end`,
  `create trigger search_edited after update of body, kind on messages begin
    ${writeOnSqlite('new.ticket_id', partOf('new'), partOf('new'))}
  end`,
  `create trigger search_removed after delete on messages begin
    ${writeOnSqlite('old.ticket_id', partOf('old'), partOf('old'))}
  end`,
  `create trigger search_titled after update of title on tickets when new.title is not old.title begin
    ${writeOnSqlite('new.id', 0, atOnce - 1)}
    ${rest('new.id')}
  end`,
  `create trigger search_moved after update of customer_id on tickets when new.customer_id <> old.customer_id begin
    ${writeOnSqlite('new.id', 0, apart - 1)}
  end`,
  `create trigger search_renamed after update of next_part on search_renames when new.next_part > old.next_part begin
    ${writeOnSqlite('new.ticket_id', 'old.next_part', 'new.next_part - 1')}
  end`,
]

const words = (text: string, weight: string) =>
  `setweight(to_tsvector('simple', left(search_words(coalesce(${text}, '')), 100000)), '${weight}')`
const publicWords = `${words('title', 'A')} || ${words('body', 'B')}`

const documentsOnPostgres = `
  select of_ticket * ${apart}::bigint + part as id, customer_id, title, body, notes
  from tickets join (
    select part, string_agg(case kind when 'message' then body end, ' ') as body,
      string_agg(case kind when 'note' then body end, ' ') as notes
    from ${messagesIn('of_ticket', 'first_part', 'last_part')} group by part
  ) as parts on true where tickets.id = of_ticket`

const withinParts = `id between of_ticket * ${apart}::bigint + first_part and of_ticket * ${apart}::bigint + last_part`

const postgres = [
  `create or replace function search_write(of_ticket integer, first_part bigint, last_part bigint) returns void
    language plpgsql as $$
  begin
    delete from search where ${withinParts};
    delete from search_notes where ${withinParts};
    insert into search (id, customer_id, words)
      select id, customer_id, ${publicWords} from (${documentsOnPostgres}) as documents;
    insert into search_notes (id, customer_id, words)
      select id, customer_id, ${publicWords} || ${words('notes', 'C')}
      from (${documentsOnPostgres}) as documents where notes is not null;
  end $$`,
  `create or replace function search_message() returns trigger language plpgsql as $$
  declare newest record; message record; at bigint;
  begin
    if tg_op = 'DELETE' then message := old; else message := new; end if;
    if tg_op = 'INSERT' then
      select first_id, part, messages into newest from ${newestPart('new.ticket_id')} for update;
      if newest.messages < ${size} then
        update search_parts set messages = messages + 1
          where ticket_id = new.ticket_id and first_id = newest.first_id;
      else
        insert into search_parts (ticket_id, first_id, part, messages)
          values (new.ticket_id, new.id, coalesce(newest.part + 1, 0), 1);
      end if;
    end if;
    select ${partOf('message')} into at;
    perform search_write(message.ticket_id, at, at);
    return null;
  end $$`,
  `create or replace function search_ticket() returns trigger language plpgsql as $$
  begin
    if new.customer_id <> old.customer_id then perform search_write(new.id, 0, ${apart - 1});
    else
      perform search_write(new.id, 0, ${atOnce - 1});
      ${rest('new.id')}
    end if;
    return null;
  end $$`,
  `create function search_rename() returns trigger language plpgsql as $$
  begin
    perform search_write(new.ticket_id, old.next_part, new.next_part - 1);
    return null;
  end $$`,
  'drop trigger search_removed on messages',
  `create trigger search_removed after delete on messages for each row execute function search_message()`,
  `create trigger search_renamed after update of next_part on search_renames for each row
    when (new.next_part > old.next_part) execute function search_rename()`,
]

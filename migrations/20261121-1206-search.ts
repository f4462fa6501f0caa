import { type Kysely, PostgresAdapter, sql } from 'kysely'

// What is searched are documents: a ticket's title with 16 of its messages. Most tickets are one document; in a long
// one only the newest is written again when a message comes. Documents are found by `ticket_id * 65536 + part`.
// `search` holds what the customer may read. `search_notes` has the same documents, but only those with internal
// notes, and the notes in them: what a customer asks never comes near it.
// Triggers keep both, so that whoever writes a title or a message has it found from the same commit on.

export async function up(db: Kysely<unknown>) {
  const onPostgres = db.getExecutor().adapter instanceof PostgresAdapter
  for (const statement of onPostgres ? postgres : sqlite) await sql.raw(statement).execute(db)
}

const size = 16
const apart = 65_536

const joinedBodies = (kind: string) => `group_concat(case kind when '${kind}' then body end, ' ')`

const sqliteOptions = `content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 2'`

/** Documents as rows (id, title, body, notes, owner), of a subquery of messages with their part. */
const sqliteDocuments = (ticket: string, messages: string) => `
  select tickets.id * ${apart} + part as id, title, ${joinedBodies('message')} as body,
    ${joinedBodies('note')} as notes, 'c' || customer_id as owner
  from tickets join (${messages}) where tickets.id = ${ticket} group by part`

const wholeThread = (ticket: string) => `
  select kind, body, (row_number() over (order by id) - 1) / ${size} as part from messages where ticket_id = ${ticket}`

const partOf = (message: string) => `
  (select (count(*) - 1) / ${size} from messages where ticket_id = ${message}.ticket_id and id <= ${message}.id)`

const messagesBeside = (message: string) => `
  select kind, body, ${partOf(message)} as part from (select kind, body from messages
    where ticket_id = ${message}.ticket_id order by id limit ${size} offset ${size} * ${partOf(message)})`

const writeDocuments = (documents: string, where: string) => `
  delete from search where ${where};
  delete from search_notes where ${where};
  insert into search (rowid, title, body, owner) select id, title, body, owner from (${documents});
  insert into search_notes (rowid, title, body, notes, owner)
    select id, title, body, notes, owner from (${documents}) where notes is not null;`

const allOf = (ticket: string) =>
  writeDocuments(
    sqliteDocuments(ticket, wholeThread(ticket)),
    `rowid between ${ticket} * ${apart} and ${ticket} * ${apart} + ${apart - 1}`,
  )

const oneOf = (message: string) =>
  writeDocuments(
    sqliteDocuments(`${message}.ticket_id`, messagesBeside(message)),
    `rowid = ${message}.ticket_id * ${apart} + ${partOf(message)}`,
  )

const everything = `
  select tickets.id * ${apart} + part as id, title, ${joinedBodies('message')} as body,
    ${joinedBodies('note')} as notes, 'c' || customer_id as owner
  from tickets join (select ticket_id, kind, body,
    (row_number() over (partition by ticket_id order by id) - 1) / ${size} as part from messages) as parts
    on parts.ticket_id = tickets.id group by tickets.id, part`

const sqlite = [
  `create virtual table search using fts5 (title, body, owner, ${sqliteOptions})`,
  `create virtual table search_notes using fts5 (title, body, notes, owner, ${sqliteOptions})`,
  `insert into search (rowid, title, body, owner) select id, title, body, owner from (${everything})`,
  `insert into search_notes (rowid, title, body, notes, owner)
    select id, title, body, notes, owner from (${everything}) where notes is not null`,
  `create trigger search_written after insert on messages when new.kind != 'system' begin ${oneOf('new')} end`,
  `create trigger search_edited after update of body, kind on messages begin ${oneOf('new')} end`,
  `create trigger search_removed after delete on messages begin ${allOf('old.ticket_id')} end`,
  `create trigger search_titled after update of title, customer_id on tickets
    when new.title is not old.title or new.customer_id is not old.customer_id begin ${allOf('new.id')} end`,
]

// Only letters and digits are left, so that the parser sees words and nothing that it would take for an address or a
// path; accents are taken off as unicode61 does it. Ranges are named, since classes mean what the locale says.
const noise = [
  '\\u0001-\\u002f\\u003a-\\u0040\\u005b-\\u0060\\u007b-\\u00a9\\u00ab-\\u00b1\\u00b4\\u00b6-\\u00b8\\u00bb\\u00bf',
  '\\u00d7\\u00f7\\u02c2-\\u02df\\u2000-\\u206f\\u20a0-\\u20cf\\u2190-\\u245f\\u2500-\\u27bf\\u2900-\\u2bff',
  '\\u2e00-\\u2e7f\\u3000-\\u3004\\u3008-\\u3020\\u3030\\ufe00-\\ufe6f\\uff01-\\uff0f\\uff1a-\\uff20\\uff3b-\\uff40',
  '\\uff5b-\\uff65',
].join('')

const words = (text: string, weight: string) =>
  // A document's words take at most 1 MB there; sixteen messages of the greatest length can have more than their share.
  `setweight(to_tsvector('simple', left(search_words(coalesce(${text}, '')), 100000)), '${weight}')`
const publicWords = `${words('title', 'A')} || ${words('body', 'B')}`

const postgresDocuments = (where: string) => `
  select ticket_id * ${apart}::bigint + part as id, customer_id, title,
    string_agg(case kind when 'message' then body end, ' ') as body,
    string_agg(case kind when 'note' then body end, ' ') as notes
  from (select ticket_id, customer_id, title, kind, body,
      (row_number() over (partition by ticket_id order by messages.id) - 1) / ${size} as part
    from messages join tickets on tickets.id = ticket_id ${where}) as parts
  group by ticket_id, customer_id, title, part`

const writeRows = (where: string, only = 'true') => `
  insert into search (id, customer_id, words)
    select id, customer_id, ${publicWords} from (${postgresDocuments(where)}) as documents where ${only};
  insert into search_notes (id, customer_id, words)
    select id, customer_id, ${publicWords} || ${words('notes', 'C')}
    from (${postgresDocuments(where)}) as documents where notes is not null and ${only};`

const table = (name: string) => [
  `create table ${name} (id bigint primary key, customer_id integer not null, words tsvector not null)`,
  `create index ${name}_words on ${name} using gin (words)`,
  `create index ${name}_customer on ${name} (customer_id)`,
]

const postgres = [
  ...table('search'),
  ...table('search_notes'),
  `create function search_words(text) returns text language sql immutable strict parallel safe as $$
    select regexp_replace(regexp_replace(normalize($1, nfkd), '[\\u0300-\\u036f]', '', 'g'), '[${noise}]+', ' ', 'g')
  $$`,
  `create function search_write(of_ticket integer, first_part bigint, last_part bigint) returns void language plpgsql as $$
  begin
    delete from search where id between of_ticket * ${apart}::bigint + first_part and of_ticket * ${apart}::bigint + last_part;
    delete from search_notes where id between of_ticket * ${apart}::bigint + first_part and of_ticket * ${apart}::bigint + last_part;
    ${writeRows('where ticket_id = of_ticket', `id >= of_ticket * ${apart}::bigint + first_part and id <= of_ticket * ${apart}::bigint + last_part`)}
  end $$`,
  `create function search_message() returns trigger language plpgsql as $$
  declare at bigint;
  begin
    select (count(*) - 1) / ${size} into at from messages where ticket_id = new.ticket_id and id <= new.id;
    perform search_write(new.ticket_id, at, at);
    return null;
  end $$`,
  `create function search_ticket() returns trigger language plpgsql as $$
  begin
    if tg_table_name = 'tickets' then perform search_write(new.id, 0, ${apart - 1});
    else perform search_write(old.ticket_id, 0, ${apart - 1}); end if;
    return null;
  end $$`,
  writeRows(''),
  `create trigger search_written after insert on messages for each row
    when (new.kind <> 'system') execute function search_message()`,
  `create trigger search_edited after update of body, kind on messages for each row execute function search_message()`,
  `create trigger search_removed after delete on messages for each row execute function search_ticket()`,
  `create trigger search_titled after update of title, customer_id on tickets for each row
    when (new.title is distinct from old.title or new.customer_id is distinct from old.customer_id)
    execute function search_ticket()`,
]

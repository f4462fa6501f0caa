import BetterSqlite from 'better-sqlite3'

/** Tickets of a customer who wants to slow the desk down. */
export interface Hostile {
  /** A ticket edited a hundred times, with fifty long messages. */
  edited: number
  /** A ticket with five thousand messages. */
  long: number
  /** All tickets inserted. */
  tickets: number[]
}

const auditEntries = 200_000
const costly = { search: `needle ${'\uFDFA'.repeat(4980)}`, text: '//a.b '.repeat(1660) }

/** Inserts them into a filled desk that no program uses; all are by one customer. */
export function putHostile(database: string, customer: number): Hostile {
  const file = new BetterSqlite(database.slice('file:'.length))
  const now = Date.now()
  const maximum = (table: string) => (file.prepare(`select max(id) as id from ${table}`).get() as { id: number }).id
  const ticket =
    file.prepare(`insert into tickets (id, title, customer_id, priority, last_note_id, opened_at, open_since, queue_rank, waiting_on,
    staff_replied_at, last_message_id, last_message_at) values (?, 'A needle', ?, 2, 0, ?, ?, 1, 'staff', ?, ?, ?)`)
  const message = file.prepare(`insert into messages (id, ticket_id, author_id, kind, from_staff, body, sent_at)
    values (?, ?, ?, 'message', 0, ?, ?)`)
  const part = file.prepare('insert into search_parts (ticket_id, first_id, part) values (?, ?, ?)')
  const edit = file.prepare(
    'insert into message_revisions (ticket_id, message_id, author_id, before, edited_at) values (?, ?, ?, ?, ?)',
  )
  let [tickets, messages] = [maximum('tickets'), maximum('messages')]
  const before = tickets
  const put = (count: number, body: string) => {
    tickets += 1
    ticket.run(tickets, customer, now, now, now, messages + count, now)
    for (let n = 0; n < count; n++) {
      message.run(++messages, tickets, customer, body, now)
      if (n % 16 === 0) part.run(tickets, messages, n / 16)
    }
    return tickets
  }
  const made = file.transaction(() => {
    for (let n = 0; n < 5; n++) put(60, costly.search)
    const edited = put(50, costly.text)
    for (let n = 0; n < 100; n++) edit.run(edited, messages, customer, costly.text, now)
    const long = put(5000, 'A short message, one of very many.')
    file.exec(`insert into audit_entries (at, actor_id, action, entity, entity_id, hash)
      with recursive some (n) as (select 1 union all select n + 1 from some where n < ${auditEntries})
      select ${now} - ${auditEntries} + n, ${customer}, 'changed', 'account', ${customer}, '' from some`)
    file.exec('update audit_head set entry_id = (select max(id) from audit_entries)')
    return { edited, long, tickets: Array.from({ length: tickets - before }, (_, n) => before + 1 + n) }
  })()
  file.close()
  return made
}

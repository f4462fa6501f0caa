/** The columns that are filled in each table, in this order; by the names of the schema at `beforeSearch`. */
export const tables = {
  accounts: [
    'id',
    'username',
    'username_key',
    'display_name',
    'email',
    'email_key',
    'password_hash',
    'account_type',
    'profile_icon',
    'created_at',
  ],
  tickets: [
    'id',
    'title',
    'customer_id',
    'assistant_id',
    'opened_at',
    'open_since',
    'closed_at',
    'priority',
    'escalated_at',
    'queue_rank',
    'waiting_on',
    'staff_replied_at',
    'last_message_id',
    'last_message_at',
    'last_note_id',
  ],
  ticket_tags: ['ticket_id', 'tag'],
  messages: ['id', 'ticket_id', 'author_id', 'kind', 'event', 'from_staff', 'body', 'sent_at', 'edited_at'],
  edits: ['ticket_id', 'message_id', 'author_id', 'before', 'edited_at'],
  read_marks: ['account_id', 'ticket_id', 'message_id'],
} as const

export type Table = keyof typeof tables
export type Value = string | number | null
export type Filling = Generator<void, void, void>
export type Put = (table: Table, row: Value[]) => void

/** Filled at this state of the schema: the search is indexed later by its own migration, all at once. */
export const beforeSearch = '20261121-1203-saved-views'

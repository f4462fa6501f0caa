import { threads } from '../demo/threads.ts'
import { Random } from './random.ts'
import type { Filling, Put, Value } from './tables.ts'

// A desk of any size: 12 assistants, thousands of customers, three years of tickets with five messages each, of which
// one in twenty is open.

const hour = 3_600_000
const day = 24 * hour
const span = 3 * 365 * day

const assistants = 12
const firstAssistant = 2
const firstCustomer = firstAssistant + assistants

export const customersAt = (size: number) => Math.max(2000, Math.round(size / 50))
export const assistantName = 'assistant1'
export const customerName = (number: number) => `customer${number}`

/** Every so many tickets one has 50 messages. */
const longEvery = (size: number) => (size <= 10_000 ? 50 : 500)

/** Some of the tickets with 50 messages, spread over the whole desk. */
export function longTickets(size: number, count: number): number[] {
  const every = longEvery(size)
  const all = Math.floor(size / every)
  return Array.from({ length: Math.min(count, all) }, (_, n) => every * (1 + Math.floor((n * all) / count)))
}

const titles = threads.map((thread) => thread.title)
const texts = threads.flatMap((thread) => thread.steps.flatMap((step) => step.text ?? []))
const tags = [
  'shoes',
  'costumes',
  'invoice',
  'refund',
  'summer camp',
  'recital',
  'trial class',
  'parking',
  'lost',
  'ballet',
]
const icons = ['blue', 'green', 'purple', 'red', 'amber', 'teal', 'pink', 'slate'] as const
const firstNames = [
  'Anna',
  'Ben',
  'Chiara',
  'Deniz',
  'Elif',
  'Farid',
  'Greta',
  'Hugo',
  'Iryna',
  'Jonas',
  'Katja',
  'Lucie',
]
const lastNames = [
  'Petrov',
  'Okafor',
  'Rossi',
  'Yılmaz',
  'Lindqvist',
  'Haddad',
  'Meyer',
  'Dubois',
  'Kovalenko',
  'Nguyen',
]

/** Inserts all rows of a desk with `size` tickets, as of `now`; yields after each ticket. */
export function* fillDesk(size: number, now: number, passwordHash: string, put: Put): Filling {
  const random = new Random(size)
  const customers = customersAt(size)
  const account = (id: number, username: string, type: string) => {
    const name = `${random.pick(firstNames)} ${random.pick(lastNames)}`
    const email = `${username}@example.org`
    put('accounts', [id, username, username, name, email, email, passwordHash, type, random.pick(icons), now - span])
  }
  account(1, 'boss', 'admin')
  for (let n = 1; n <= assistants; n++) account(firstAssistant + n - 1, `assistant${n}`, 'assistant')
  for (let n = 1; n <= customers; n++) account(firstCustomer + n - 1, customerName(n), 'customer')

  const desk = { size, now, random, put, customers, messages: 0 }
  for (let id = 1; id <= size; id++) {
    putTicket(desk, id)
    yield
  }
}

interface Desk {
  size: number
  now: number
  random: Random
  put: Put
  customers: number
  /** The last message's id, and so the number of messages. */
  messages: number
}

function putTicket(desk: Desk, id: number): void {
  const { size, now, random } = desk
  const opened_at = now - span + Math.floor((id / (size + 1)) * span)
  const open = random.chance(id > size * 0.9 ? 0.45 : 0.005)
  const claimed = !open || random.chance(0.6)
  const customer = firstCustomer + random.below(desk.customers)
  const assistant = claimed ? firstAssistant + (random.chance(0.4) ? 0 : random.below(assistants)) : null
  const replies = id % longEvery(size) === 0 ? (open ? 49 : 48) : assistant ? 1 + random.below(6) : 0
  const until = Math.min(now, opened_at + Math.ceil(random.next() * 10 * day))
  const thread = new Thread(desk, id, customer, assistant ?? firstAssistant, opened_at, until)
  thread.converse(replies)
  if (assistant && replies < 48 && random.chance(0.05)) thread.note()
  const closed_at = open ? null : until
  if (closed_at) thread.close(closed_at)
  const title = random.pick(titles)
  const escalated_at = open && thread.waiting_on === 'staff' && random.chance(0.1) ? until : null
  desk.put('tickets', [
    id,
    title,
    customer,
    assistant,
    opened_at,
    opened_at,
    closed_at,
    random.chance(0.8) ? 2 : random.pick([1, 3, 3, 4]),
    escalated_at,
    escalated_at === null ? 1 : 0,
    thread.waiting_on,
    thread.staff_replied_at,
    thread.last_id,
    thread.last_at,
    thread.note_id,
  ])
  if (random.chance(0.4)) desk.put('ticket_tags', [id, random.pick(tags)])
  if (random.chance(0.8)) desk.put('read_marks', [customer, id, thread.last_id])
  if (assistant && random.chance(0.9)) desk.put('read_marks', [assistant, id, thread.last_id])
}

/** The messages of one ticket, written as they are generated. */
class Thread {
  last_id = 0
  note_id = 0
  last_at: number
  staff_replied_at: number
  waiting_on: 'staff' | 'customer' = 'staff'
  readonly #desk
  readonly #ticket
  readonly #customer
  readonly #assistant
  readonly #until

  constructor(desk: Desk, ticket: number, customer: number, assistant: number, opened_at: number, until: number) {
    this.#desk = desk
    this.#ticket = ticket
    this.#customer = customer
    this.#assistant = assistant
    this.#until = until
    this.last_at = opened_at
    this.staff_replied_at = opened_at
  }

  /** The customer's question, then alternating answers. */
  converse(replies: number): void {
    const from = this.last_at
    this.#write(false, from, this.#desk.random.chance(0.01))
    for (let n = 1; n <= replies; n++)
      this.#write(n % 2 === 1, from + Math.floor(((this.#until - from) * n) / (replies + 1)), false)
  }

  /** Adds an internal note. */
  note(): void {
    const id = ++this.#desk.messages
    const body = this.#desk.random.pick(texts)
    this.#desk.put('messages', [id, this.#ticket, this.#assistant, 'note', null, 1, body, this.last_at, null])
    this.note_id = id
  }

  close(at: number): void {
    this.#put([this.#assistant, 'system', 'closed', 0, '', at, null], at)
  }

  #write(byStaff: boolean, at: number, edited: boolean): void {
    const author = byStaff ? this.#assistant : this.#customer
    const id = this.#put(
      [author, 'message', null, byStaff ? 1 : 0, this.#desk.random.pick(texts), at, edited ? at + hour : null],
      at,
    )
    if (edited) this.#desk.put('edits', [this.#ticket, id, author, this.#desk.random.pick(texts), at + hour])
    this.waiting_on = byStaff ? 'customer' : 'staff'
    if (byStaff) this.staff_replied_at = at
  }

  #put(rest: Value[], at: number): number {
    const id = ++this.#desk.messages
    this.#desk.put('messages', [id, this.#ticket, ...rest])
    this.last_id = id
    this.last_at = at
    return id
  }
}

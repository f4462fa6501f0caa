import { beforeEach, describe, expect, test } from 'vitest'
import { claimTicket } from '#desk/tickets/claims.ts'
import { closeTicket, reopenTicket } from '#desk/tickets/closures.ts'
import { escalationColumns } from '#desk/tickets/escalation-queries.ts'
import { writeMessage } from '#desk/tickets/messages.ts'
import { writeNote } from '#desk/tickets/notes.ts'
import { openTicketFor } from '#desk/tickets/outreach.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { textOf } from '../accounts/reading.ts'
import { startAuditedDesk } from '../audit/desk.ts'
import { day, hour, minute } from '../support/clock.ts'
import { join, ticketOf } from '../support/people.ts'

let statements = 0
const { world, customer, anna, ben, admin } = await startAuditedDesk({
  env: { SESSION_HOURS: '5000' },
  onStatement: () => {
    statements += 1
  },
})
const { ctx, clock } = world

const numbers = async () => (await admin.api.get('/admin/reports').expect(200)).body
const page = async () => (await admin.pages.get('/admin/reports').expect(200)).text
const file = async (name: string) =>
  (await admin.pages.get(`/admin/reports/${name}.csv`).buffer(true).expect(200)).text.replace(/^\ufeff/, '')

const noon = new Date(clock.now()).setHours(36, 0, 0, 0)

/** Each test begins at the same noon, with the tickets of the others closed and long past. */
beforeEach(async () => {
  await ctx.db.updateTable('tickets').set({ closed_at: 1 }).where('closed_at', 'is', null).execute()
  clock.advance(noon - clock.now())
  await pass(60 * day)
})

/** Moves the times of tickets into the past; the clock stays, so that sessions do not end. */
async function pass(milliseconds: number): Promise<void> {
  const columns = ['opened_at', 'closed_at', 'first_answered_at'] as const
  for (const column of columns)
    await ctx.db
      .updateTable('tickets')
      .set((eb) => ({ [column]: eb(column, '-', milliseconds) }))
      .execute()
}

const open = () => ticketOf(world, customer)
const answer = (id: number) => writeMessage(ctx, anna.actor, id, 'We shall see.')
const firstAnswer = async (id: number) =>
  (await ctx.db.selectFrom('tickets').select('first_answered_at').where('id', '=', id).executeTakeFirstOrThrow())
    .first_answered_at

describe('the first answer', () => {
  test('is the desk’s first message, and stays when more follow', async () => {
    const id = await open()
    clock.advance(minute)
    const at = clock.now()
    await answer(id)
    clock.advance(minute)
    await answer(id)
    expect(await firstAnswer(id)).toBe(at)
  })

  test('is not a note, a command, a System line or a customer’s message', async () => {
    const id = await open()
    await writeMessage(ctx, customer.actor, id, 'Hello?')
    await writeNote(ctx, anna.actor, id, 'Who takes this?')
    await writeMessage(ctx, anna.actor, id, '!claim')
    await closeTicket(ctx, anna.actor, id)
    expect(await firstAnswer(id)).toBeNull()
  })

  test('is none by staff in an own ticket', async () => {
    const id = await ticketOf(world, ben)
    await writeMessage(ctx, ben.actor, id, 'I mean the blue one.')
    expect(await firstAnswer(id)).toBeNull()
    await answer(id)
    expect(await firstAnswer(id)).toBe(clock.now())
  })
})

describe('the numbers', () => {
  test('are for admins alone, as a page, as files and in the API', async () => {
    for (const one of [customer, anna]) {
      for (const end of ['', '/days.csv', '/assistants.csv']) await one.pages.get(`/admin/reports${end}`).expect(403)
      await one.api.get('/admin/reports').expect(403)
    }
  })

  test('are all there on a desk where nothing happened', async () => {
    const { days, first_answer, closing, open } = await numbers()
    expect(days).toHaveLength(30)
    expect(days.every((one: { opened: number; closed: number }) => one.opened + one.closed === 0)).toBe(true)
    expect([first_answer, closing]).toEqual([
      { median_seconds: null, tickets: 0 },
      { median_seconds: null, tickets: 0 },
    ])
    expect(open.every(({ tickets }: { tickets: number }) => tickets === 0)).toBe(true)
    const text = textOf(await page())
    expect(text).toContain('No ticket was first answered in this period.')
    expect(text).toContain('No ticket was closed in this period.')
  })

  test('count what was opened and closed on each day of the desk’s own calendar', async () => {
    const first = await open()
    await open()
    clock.advance(12 * hour - 1)
    await closeTicket(ctx, customer.actor, first)
    clock.advance(1)
    const second = await open()
    await closeTicket(ctx, customer.actor, second)
    const { days } = await numbers()
    expect(days.slice(-2).map(({ opened, closed }: Record<string, number>) => [opened, closed])).toEqual([
      [2, 1],
      [1, 1],
    ])
    const today = new Date(clock.now())
    expect(new Date(`${days.at(-1).day}T12:00`).toDateString()).toBe(today.toDateString())
  })

  test('reach back 30 days and no further', async () => {
    await open()
    await pass(29 * day)
    expect((await numbers()).days[0].opened).toBe(1)
    await pass(day)
    const { days } = await numbers()
    expect(days.every(({ opened }: { opened: number }) => opened === 0)).toBe(true)
  })

  test('count a ticket that was opened again on the day of its last closing', async () => {
    const id = await open()
    await closeTicket(ctx, customer.actor, id)
    await pass(2 * day)
    await reopenTicket(ctx, customer.actor, id)
    expect((await numbers()).closing.tickets).toBe(0)
    await closeTicket(ctx, customer.actor, id)
    const { days, closing } = await numbers()
    expect([days.at(-1).closed, days.at(-3).closed]).toEqual([1, 0])
    expect(closing).toEqual({ median_seconds: (2 * day) / 1000, tickets: 1 })
  })

  test.each([
    [[10], 10],
    [[30, 10], 20],
    [[50, 10, 20], 20],
    [[40, 10, 1000, 20], 30],
  ])('take the median of %j minutes', async (minutes, median) => {
    const start = clock.now()
    const ids: number[] = []
    for (const _ of minutes) ids.push(await open())
    for (const [wait, id] of minutes.map((wait, n) => [wait, ids[n] as number] as const).sort((a, b) => a[0] - b[0])) {
      clock.advance(start + wait * minute - clock.now())
      await answer(id)
      await closeTicket(ctx, anna.actor, id)
    }
    const expected = { median_seconds: median * 60, tickets: minutes.length }
    expect(await numbers()).toMatchObject({ first_answer: expected, closing: expected })
    expect(textOf(await page())).toContain(`${median} min of ${minutes.length} `)
  })

  test('take no ticket for answered at once that staff opened by writing first', async () => {
    const id = await open()
    clock.advance(10 * minute)
    await answer(id)
    const about = { title: 'Your lost umbrella', message: 'We have found it.' }
    for (let n = 0; n < 2; n += 1) await openTicketFor(ctx, anna.actor, customer.id, about)
    expect((await numbers()).first_answer).toEqual({ median_seconds: 600, tickets: 1 })
  })

  test('count open tickets by age, at the edges too', async () => {
    for (const wait of [7 * day, 14 * day, 4 * day, 2 * day, day - 1, 1]) {
      await open()
      await pass(wait)
    }
    await open()
    const { open: counts } = await numbers()
    expect(counts).toEqual([
      { age: 'under_1_day', tickets: 2 },
      { age: '1_to_3_days', tickets: 1 },
      { age: '3_to_7_days', tickets: 1 },
      { age: '1_to_4_weeks', tickets: 2 },
      { age: 'over_4_weeks', tickets: 1 },
    ])
  })

  test('count the tickets of each colleague, and how many of them were closed', async () => {
    const ids: number[] = []
    for (let n = 0; n < 5; n++) ids.push(await open())
    for (const id of ids.slice(0, 4)) await claimTicket(ctx, anna.actor, id, null)
    await ctx.db
      .updateTable('tickets')
      .set(escalationColumns(1))
      .where('id', '=', ids[0] as number)
      .execute()
    for (const [n, id] of ids.slice(2, 4).entries()) {
      clock.advance((n + 1) * hour)
      await closeTicket(ctx, anna.actor, id)
    }
    const { assistants } = await numbers()
    const of = (id: number) => assistants.find(({ person }: { person: { id: number } }) => person.id === id)
    expect(of(anna.id)).toMatchObject({ open: 2, escalated: 1, closed: 2, median_seconds_to_close: 2 * 3600 })
    expect(of(ben.id)).toMatchObject({ open: 0, escalated: 0, closed: 0, median_seconds_to_close: null })
    expect(of(customer.id)).toBeUndefined()
  })
})

describe('the page of numbers', () => {
  test('draws the figures of the table beside it, with a title and a description', async () => {
    for (let n = 0; n < 3; n++) await open()
    const html = await page()
    const svg = /<svg class="chart__bars".*?<\/svg>/s.exec(html)?.[0] ?? ''
    expect(svg).toMatch(/role="img" aria-labelledby="chart-title chart-text"/)
    expect(svg).toContain('<title id="chart-title">Tickets opened and closed per day</title>')
    expect(svg).toContain('3 opened and 0 closed from ')
    expect(svg).not.toMatch(/style=|<script|NaN|undefined/)
    const bars = [...svg.matchAll(/class="chart__opened"[^>]*\sheight="([\d.]+)"/g)].map(([, tall]) => Number(tall))
    expect(bars).toEqual([...Array(29).fill(0), 60])
    const rows = [...html.matchAll(/<tr>\s*<th scope="row"><time datetime="[\d-]+">.*?<\/tr>/gs)].map(([row]) =>
      textOf(row),
    )
    expect(rows).toHaveLength(30)
    expect(rows[0]).toMatch(/ 3 0$/)
  })

  test('runs no more statements than any page may', async () => {
    const before = statements
    await page()
    expect(statements - before).toBeGreaterThan(5)
    expect(statements - before).toBeLessThanOrEqual(8)
  })
})

describe('the files of numbers', () => {
  test('hold what the API says', async () => {
    const id = await open()
    clock.advance(hour)
    await answer(id)
    const { days } = await numbers()
    expect((await file('days')).split('\r\n').slice(0, 2)).toEqual(['day,opened,closed', `${days[0].day},0,0`])
    expect(await file('medians')).toBe('until,median_seconds,tickets\r\nfirst_answer,3600,1\r\nclosing,,0\r\n')
    expect(await file('open')).toMatch(/^age,tickets\r\nLess than a day,1\r\n/)
  })

  test('make a name no formula', async () => {
    const eva = await join(world, `eva${clock.now() % 1000}`, 'assistant')
    await updateAccount(ctx, eva.id, { display_name: '=HYPERLINK("x")' })
    expect(await file('assistants')).toContain(`\r\n${eva.id},${eva.username},"'=HYPERLINK(""x"")",0,0,0,\r\n`)
  })

  test('that do not exist are not found', async () => {
    await admin.pages.get('/admin/reports/passwords.csv').expect(404)
  })
})

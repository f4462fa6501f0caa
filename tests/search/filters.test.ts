import { describe, expect, test } from 'vitest'
import { assignTicket } from '#desk/tickets/assignments.ts'
import { closeTicket } from '#desk/tickets/closures.ts'
import { escalationColumns } from '#desk/tickets/escalation-queries.ts'
import { writeMessage } from '#desk/tickets/messages.ts'
import { priorities, rankOf } from '#desk/tickets/priorities.ts'
import { setPriority } from '#desk/tickets/priority.ts'
import { setTags } from '#desk/tickets/tags.ts'
import { getTicket, markRead, openTicket } from '#desk/tickets/tickets.ts'
import { suspendAccount } from '#people/admin/accounts.ts'
import { day, FakeClock, minute } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { listedOn } from '../tickets/desk.ts'
import { found, walked } from './found.ts'

const world = await startApp({
  clock: new FakeClock(new Date(2026, 10, 1, 12).getTime()),
  env: { SESSION_HOURS: '1000' },
})
const { ctx, clock } = world
const [kim, lee] = [await join(world, 'kim'), await join(world, 'lee')]
const [anna, ben] = [await join(world, 'anna', 'assistant'), await join(world, 'ben', 'assistant')]

interface Made {
  id: number
  of: typeof kim
  by: typeof anna | null
  closed: number
  priority: (typeof priorities)[number]
  tags: string[]
  opened: number
  updated: number
  replied: number
  waits: 'staff' | 'customer'
  escalated: boolean
}

/** Thirty-six tickets of every kind, four on each day. */
const all: Made[] = []
for (let n = 0; n < 36; n++) {
  clock.advance(n % 4 ? minute : day)
  const of = n === 35 ? ben : n % 2 ? kim : lee
  const opened = clock.now()
  const { ticket_id: id } = await openTicket(ctx, of.actor, {
    title: `Ticket number ${n}`,
    message: 'An apple or a pear.',
  })
  const by = [null, anna, ben][n % 3] ?? null
  if (by && by !== of) await assignTicket(ctx, (by === anna ? ben : anna).actor, id, { assistant_id: by.id })
  const priority = priorities[n % 4] ?? 'normal'
  const tags = n % 5 ? [] : ['refund', 'very important']
  if (of !== ben) {
    await setPriority(ctx, anna.actor, id, priority)
    await setTags(ctx, anna.actor, id, tags)
  }
  const assigned = by !== of ? by : null
  all.push({
    id,
    of,
    by: assigned,
    closed: 0,
    priority: of === ben ? 'normal' : priority,
    tags: of === ben ? [] : tags,
    opened,
    updated: opened,
    replied: opened,
    waits: 'staff',
    escalated: false,
  })
}
for (const ticket of all) {
  const n = all.indexOf(ticket)
  clock.advance(minute)
  if (n % 3 === 1 || n === 20) {
    await writeMessage(ctx, anna.actor, ticket.id, 'We look into it.')
    Object.assign(ticket, { replied: clock.now(), updated: clock.now(), waits: 'customer' })
  }
  if (n % 7 === 2) {
    await closeTicket(ctx, anna.actor, ticket.id)
    Object.assign(ticket, { closed: clock.now(), updated: clock.now() })
  }
  if (n % 6 === 4 && !ticket.closed && ticket.of !== ben) {
    await ctx.db.updateTable('tickets').set(escalationColumns(clock.now())).where('id', '=', ticket.id).execute()
    ticket.escalated = true
  }
}

const open = ({ closed }: Made) => !closed
const rank = (ticket: Made) => (ticket.escalated ? 0 : 1)
const ids = (some: Made[]) => some.map(({ id }) => id)
type Compare = (a: Made, b: Made) => number
const oldest: Compare = (a, b) => rank(a) - rank(b) || a.opened - b.opened || a.id - b.id
const updated: Compare = (a, b) => b.updated - a.updated || b.id - a.id

const cases: [query: Record<string, string>, which: (ticket: Made) => boolean, order: Compare][] = [
  [{ status: 'open' }, open, oldest],
  [{ status: 'closed' }, ({ closed }) => closed > 0, (a, b) => b.closed - a.closed || b.id - a.id],
  [{ status: 'any' }, () => true, updated],
  [{ assistant: 'me' }, (t) => open(t) && t.by === anna, oldest],
  [{ assistant: 'nobody' }, (t) => open(t) && !t.by, oldest],
  [{ assistant: String(ben.id), status: 'any' }, (t) => t.by === ben, updated],
  [{ assigned_to: 'me' }, (t) => open(t) && t.by === anna, oldest],
  [{ assigned_to: 'me', assistant: 'me', unassigned: 'false' }, (t) => open(t) && t.by === anna, oldest],
  [{ unassigned: 'true', status: 'any' }, (t) => !t.by, updated],
  [{ customer: 'kim' }, (t) => open(t) && t.of === kim, oldest],
  [{ customer: 'KIM', status: 'any' }, (t) => t.of === kim, updated],
  [{ customer: String(lee.id) }, (t) => open(t) && t.of === lee, oldest],
  [{ customer: 'Kim@example.com' }, (t) => open(t) && t.of === kim, oldest],
  // Keyboards of telephones put a space behind a name.
  [{ customer: ' kim ', tag: ' ' }, (t) => open(t) && t.of === kim, oldest],
  [{ customer: ' ', status: 'any' }, () => true, updated],
  [{ customer: 'nobody1' }, () => false, oldest],
  [{ customer: 'nobody@example.com' }, () => false, oldest],
  [{ customer: '9999999999' }, () => false, oldest],
  [{ assistant: '9999999999' }, () => false, oldest],
  [{ assistant: 'id:9999999999', status: 'any' }, () => false, updated],
  [{ escalated: 'yes' }, (t) => t.escalated, oldest],
  [{ waiting_on: 'customer' }, (t) => open(t) && t.waits === 'customer', oldest],
  [{ waiting_on: 'staff', status: 'any' }, (t) => open(t) && t.waits === 'staff', oldest],
  [{ waiting_on: 'staff', status: 'closed', sort: 'closed' }, (t) => open(t) && t.waits === 'staff', oldest],
  [{ escalated: 'yes', sort: 'closed' }, (t) => t.escalated, oldest],
  [{ q: 'apple', waiting_on: 'customer', sort: 'oldest' }, (t) => open(t) && t.waits === 'customer', oldest],
  [{ q: 'apple', escalated: 'yes', sort: 'oldest' }, (t) => t.escalated, oldest],
  [{ priority: 'urgent' }, (t) => open(t) && t.priority === 'urgent', oldest],
  [{ priority: 'normal', status: 'any' }, (t) => t.priority === 'normal', updated],
  [{ tag: 'refund' }, (t) => open(t) && t.tags.length > 0, oldest],
  [{ tag: 'Very Important', status: 'any' }, (t) => t.tags.length > 0, updated],
  [{ from: '2026-11-04', to: '2026-11-05' }, (t) => open(t) && [4, 5].includes(new Date(t.opened).getDate()), oldest],
  [
    { from: '2026-11-09', status: 'any', sort: 'oldest' },
    (t) => new Date(t.opened).getDate() >= 9,
    (a, b) => a.opened - b.opened,
  ],
  [
    { to: '2026-11-03', status: 'any', sort: 'newest' },
    (t) => new Date(t.opened).getDate() <= 3,
    (a, b) => b.opened - a.opened,
  ],
  [{ sort: 'newest' }, open, (a, b) => b.opened - a.opened],
  [{ sort: 'updated' }, open, updated],
  [{ sort: 'closed' }, ({ closed }) => closed > 0, (a, b) => b.closed - a.closed],
  [{ sort: 'waiting' }, open, (a, b) => rank(a) - rank(b) || a.replied - b.replied || a.id - b.id],
  [{ sort: 'priority' }, open, (a, b) => rankOf(b.priority) - rankOf(a.priority) || oldest(a, b)],
  [
    { assistant: 'me', customer: 'kim', priority: 'high', sort: 'newest' },
    (t) => open(t) && t.by === anna && t.of === kim && t.priority === 'high',
    (a, b) => b.opened - a.opened,
  ],
  [{ q: 'apple', sort: 'newest', assistant: 'me' }, (t) => t.by === anna, (a, b) => b.opened - a.opened],
  [{ q: 'apple', sort: 'oldest', status: 'open', escalated: 'yes' }, (t) => t.escalated, oldest],
  [{ q: 'apple pear', sort: 'updated', tag: 'refund' }, (t) => t.tags.length > 0, updated],
  [
    { q: 'apple', sort: 'newest', customer: 'lee', from: '2026-11-04' },
    (t) => t.of === lee && new Date(t.opened).getDate() >= 4,
    (a, b) => b.opened - a.opened,
  ],
]

describe('a list', () => {
  test.each(cases)('with %j holds what fits, in its order, on pages of any size', async (query, which, order) => {
    const expected = ids(all.filter(which).toSorted(order))
    expect(await found(anna, query)).toEqual(expected)
    for (const limit of [1, 5]) expect(await walked(anna, query, limit)).toEqual(expected)
  })

  test('of unread tickets holds what there is news in, for each person', async () => {
    const some = all.filter((_, n) => n % 2 === 0 && n < 20)
    for (const { id } of some) await markRead(ctx, anna.actor, await getTicket(ctx, anna.actor, id))
    const before = await found(anna, { unread: 'yes', status: 'any' })
    expect(before.filter((id) => ids(some).includes(id))).toEqual([])
    expect(before.length).toBeGreaterThan(0)
    expect(await found(ben, { unread: 'yes', status: 'any' })).toEqual(expect.arrayContaining(ids(some).slice(1)))
    const first = some[1] as Made
    await markRead(ctx, first.of.actor, await getTicket(ctx, first.of.actor, first.id))
    await ben.api.post(`/tickets/${first.id}/notes`, { note: 'Look at this, Anna.' }).expect(201)
    expect(await found(anna, { unread: 'yes', status: 'any' })).toContain(first.id)
    expect(await found(first.of, { unread: 'yes', status: 'any' })).not.toContain(first.id)
    const rows = (await anna.api.get('/tickets?unread=yes&status=any&limit=100')).body.tickets
    expect(rows.every(({ unread }: { unread: boolean }) => unread)).toBe(true)
  })

  test('of a customer holds own tickets alone', async () => {
    const own = ids(all.filter((t) => t.of === kim))
    expect((await found(kim, { status: 'any' })).toSorted()).toEqual(own.toSorted())
    expect((await found(kim, { q: 'apple' })).toSorted()).toEqual(own.toSorted())
    expect(await found(kim, { waiting_on: 'customer', sort: 'newest' })).toEqual(
      ids(all.filter((t) => t.of === kim && open(t) && t.waits === 'customer')).reverse(),
    )
  })

  test('by priority, tag or escalation never tells staff of an own ticket', async () => {
    const own = all.at(-1)?.id as number
    await setPriority(ctx, anna.actor, own, 'urgent')
    await setTags(ctx, anna.actor, own, ['difficult'])
    for (const query of [{ priority: 'urgent' }, { tag: 'difficult' }, { sort: 'priority' }] as Record<
      string,
      string
    >[]) {
      expect(await found(anna, query)).toContain(own)
      expect(await found(ben, query)).not.toContain(own)
    }
  })

  test('is in the address: the page shows the selection again', async () => {
    const { text } = await anna.pages
      .get('/tickets?q=apple&status=open&priority=high&tag=refund&from=2026-11-02&sort=newest')
      .expect(200)
    const page = pageOf(text)
    const chosen = { q: 'apple', status: 'open', priority: 'high', tag: 'refund', from: '2026-11-02', sort: 'newest' }
    expect(page.fieldsOf('/tickets')).toMatchObject(chosen)
    const { tag, ...others } = chosen
    expect(page.all('link', /^Remove: /).map(({ href }) => href)).toContain(`/tickets?${new URLSearchParams(others)}`)
  })

  test('keeps how many are on a page from one page to the next', async () => {
    for (const asked of ['status=any', 'queue=open']) {
      const first = (await anna.pages.get(`/tickets?${asked}&limit=4`).expect(200)).text
      const second = (await anna.pages.get(pageOf(first).get('link', 'More').href).expect(200)).text
      expect(listedOn(second)).toHaveLength(4)
      expect(pageOf(second).get('link', 'To the start').href).toBe(`/tickets?${asked}&limit=4`)
    }
  })

  test('names days as all pages do', async () => {
    const { text } = await anna.pages.get('/tickets?from=2026-11-02&to=2026-11-30').expect(200)
    const names = pageOf(text)
      .all('link', /^Remove: /)
      .map(({ name }) => name)
    expect(names).toEqual(['Remove: Opened from Mon 2 Nov 2026', 'Remove: Opened until Mon 30 Nov 2026'])
  })

  test('says why it is empty where the first day is later than the last', async () => {
    const { text } = await anna.pages.get('/tickets?from=2026-11-05&to=2026-11-04').expect(200)
    expect(text).toContain('The first day is later than the last')
  })

  test('names whom was asked for as they write themselves, and asks for them again, be they at the desk or not', async () => {
    const [cleo, admin] = [await join(world, 'cleo', 'assistant'), await join(world, 'root', 'admin')]
    await cleo.api.patch('/me', { display_name: 'Cleo McKay' }).expect(200)
    await suspendAccount(ctx, admin.actor, cleo.id)
    for (const [asked, name] of [
      [`assistant=id:${cleo.id}`, 'Assistant: Cleo McKay'],
      [`assistant=id:${anna.id}`, 'Assistant: anna'],
      [`customer=id:${cleo.id}`, 'Customer: Cleo McKay'],
      ['assistant=nobody', 'Assistant: nobody'],
    ] as const) {
      const { text } = await anna.pages.get(`/tickets?${asked}`).expect(200)
      expect(pageOf(text).get('link', /^Remove: /).name).toBe(`Remove: ${name}`)
      const [field = '', value = ''] = asked.split('=')
      const control = pageOf(text)
        .get('form', 'Filters')
        .all('combobox', /Assistant/)[0]
      const chosen = control?.all('option').find((option) => option.attribute('selected') !== null)
      if (field === 'assistant') expect(chosen?.attribute('value')).toBe(value)
    }
  })
})

import { describe, expect, test } from 'vitest'
import { besideIn, ticketBeside } from '#desk/ticket-lists/next-ticket.ts'
import { closeTicket } from '#desk/tickets/closures.ts'
import { escalationJob } from '#desk/tickets/escalation.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { jobKinds } from '../../src/job-kinds.ts'
import { textOf } from '../accounts/reading.ts'
import { day, minute } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { ticketOf } from '../support/people.ts'
import { sendForm, startDesk } from './desk.ts'

describe('the ticket beside another in a list', () => {
  const rows = [10, 20, 30, 40].map((opened_at) => ({ id: opened_at / 10, opened_at }))
  const newestFirst = [...rows].reverse()
  const urgentFirst = [{ id: 9, opened_at: 90, escalated_at: 95 }, ...rows]

  test.each([
    ['the one behind', rows, 20, 1, 3],
    ['the one before', rows, 20, -1, 1],
    ['none behind the last', rows, 40, 1, null],
    ['none before the first', rows, 10, -1, null],
    ['the one behind a ticket that has left', rows, 25, 1, 3],
    ['the one before a ticket that has left', rows, 25, -1, 2],
    ['the first behind what was last and has left', rows, 50, 1, 1],
    ['in a list that begins with the newest, the older one', newestFirst, 25, 1, 2],
    ['in a list that begins with the newest, the newer one before', newestFirst, 25, -1, 3],
    ['none in an empty list', [], 25, 1, null],
    ['behind a ticket that has left, not among those that come first for being escalated', urgentFirst, 25, 1, 3],
    ['the first of those, behind what was older than all others', urgentFirst, 5, 1, 9],
  ] as const)('is %s', (_what, list, opened_at, step, expected) => {
    expect(besideIn([...list], { id: opened_at / 10, opened_at }, step)).toBe(expected)
  })

  test('is the next escalated one, behind one that has left and still is', () => {
    const escalated = [55, 65, 75].map((opened_at) => ({ id: opened_at / 5, opened_at, escalated_at: 95 }))
    const beside = (opened_at: number, step: 1 | -1) =>
      besideIn([...escalated, ...rows], { id: 99, opened_at, escalated_at: 95 }, step)
    expect([beside(60, 1), beside(60, -1), beside(50, 1), beside(80, 1)]).toEqual([13, 11, 11, 1])
  })
})

test('somebody far down in a long list continues from there', async () => {
  const { world, customer, anna } = await startDesk()
  const ids: number[] = []
  for (let n = 0; n < 104; n++) {
    ids.push(await ticketOf(world, customer))
    world.clock.advance(1)
  }
  const next = async (after: number | undefined, query = {}) =>
    (
      await anna.pages
        .get('/tickets/next')
        .query({ from: 'queue=open', after, ...query })
        .expect(303)
    ).headers.location
  expect(await next(ids[99])).toBe(`/tickets/${ids[100]}`)
  expect(await next(ids[101])).toBe(`/tickets/${ids[102]}`)
  expect(await next(ids[100], { step: 'previous' })).toBe(`/tickets/${ids[99]}`)
  expect(await next(ids[103])).toBe('/tickets?queue=open')
  await closeTicket(world.ctx, anna.actor, ids[102] as number)
  expect(await next(ids[102])).toBe(`/tickets/${ids[103]}`)
})

test('behind a ticket whose answer ended its escalation comes the next escalated one', async () => {
  const { world, anna, open } = await startDesk()
  const old = await open()
  await anna.api.post(`/tickets/${old}/messages`, { message: 'Which umbrella?' }).expect(201)
  world.clock.advance(minute)
  const [first, second] = [await open(), await open()]
  world.clock.advance(3 * day)
  await enqueue(world.ctx, escalationJob, {})
  await new Worker(world.ctx, jobKinds).drain()
  const fresh = await open()
  await closeTicket(world.ctx, anna.actor, first)
  const behind = async (from: string) => (await ticketBeside(world.ctx, anna.actor, from, first, 1)).id
  expect(await behind('queue=unclaimed&was=escalated')).toBe(second)
  expect(await behind('queue=unclaimed')).toBe(fresh)
})

test('each form of a ticket that leads on says whether it was escalated when it was drawn', async () => {
  const { world, anna, open } = await startDesk()
  const id = await open()
  const drawn = async () => (await anna.pages.get(`/tickets/${id}`).expect(200)).text.match(/data-was="escalated"/g)
  expect(await drawn()).toBeNull()
  await world.ctx.db.updateTable('tickets').set({ escalated_at: 1, queue_rank: 0 }).where('id', '=', id).execute()
  expect(await drawn()).toHaveLength(3)
})

test('the page of the next ticket says which one was closed, handed over or given back, and links to it', async () => {
  const { anna, ben, open } = await startDesk()
  const ids = [await open(), await open(), await open(), await open()]
  const said = async (path: string, fields: object = {}) => {
    const { headers } = await sendForm(anna, path, { from: 'queue=open', ...fields }).expect(303)
    const { headers: next } = await anna.pages.get(headers.location as string).expect(303)
    const { text } = await anna.pages.get(next.location as string).expect(200)
    const id = path.split('/')[2]
    expect(pageOf(text).get('link', `Ticket #${id}`).href).toBe(`/tickets/${id}`)
    return textOf(text)
  }
  expect(await said(`/tickets/${ids[0]}/closure`)).toContain(`Ticket #${ids[0]} is closed.`)
  const handed = await said(`/tickets/${ids[1]}/assignment`, { assistant_id: ben.id, expected_assistant_id: '' })
  expect(handed).toContain(`Ticket #${ids[1]} is handed over.`)
  await anna.api.post(`/tickets/${ids[2]}/claim`, { expected_assistant_id: null }).expect(200)
  const given = await said(`/tickets/${ids[2]}/assignment`, { assistant_id: 'nobody', expected_assistant_id: anna.id })
  expect(given).toContain(`Ticket #${ids[2]} is back in the queue.`)
})

test('a name that somebody chose is no link to a ticket', async () => {
  const { world, anna, ben, open } = await startDesk()
  const [other, id] = [await open(), await open()]
  const display_name = `Ticket #${other}`
  await world.ctx.db.updateTable('accounts').set({ display_name }).where('id', '=', ben.id).execute()
  await ben.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
  const fields = { message: 'It was green.', kind: 'reply', claim: 'on' }
  const { headers } = await sendForm(anna, `/tickets/${id}/messages`, fields).expect(303)
  const said = pageOf((await anna.pages.get(headers.location as string).expect(200)).text).get('status')
  expect(said.text).toContain(display_name)
  expect(said.all('link')).toEqual([])
})

test('behind an answered ticket comes who waits longest, in lists that go by that', async () => {
  const { world, customer, anna, open } = await startDesk()
  const [second, first, third] = [await open(), await open(), await open()]
  const all = [first, second, third]
  for (const id of all) await anna.api.post(`/tickets/${id}/messages`, { message: 'Which?', claim: true }).expect(201)
  for (const id of all) {
    world.clock.advance(minute)
    await customer.api.post(`/tickets/${id}/messages`, { message: 'Room 2.' }).expect(201)
  }
  const from = 'status=open&assistant=me&waiting_on=staff&sort=waiting'
  const beside = async (after: number, step = 'next') =>
    (await anna.pages.get('/tickets/next').query({ from, after, step }).expect(303)).headers.location
  expect(await beside(second)).toBe(`/tickets/${third}`)
  await anna.api.post(`/tickets/${first}/messages`, { message: 'Thanks.' }).expect(201)
  expect(await beside(first)).toBe(`/tickets/${second}`)
  expect(await beside(first, 'previous')).toBe(`/tickets?${from}`)
})

describe('who works through a list', async () => {
  const { world, customer, anna, open } = await startDesk()
  const ids: number[] = []
  for (let n = 0; n < 4; n++) {
    ids.push(await open())
    world.clock.advance(minute)
  }
  const [first, second, third, fourth] = ids as [number, number, number, number]
  const from = 'queue=unclaimed'
  /** The last address after a form's redirects. */
  const leadsTo = async (path: string, fields: Record<string, string>) => {
    const { headers } = await sendForm(anna, path, fields).expect(303)
    return (await anna.pages.get(String(headers.location)).expect(303)).headers.location
  }
  const isOpen = async (id: number) => (await anna.api.get(`/tickets/${id}`)).body.status === 'open'

  test('sends, closes and shows the next one, or moves on without closing', async () => {
    const answer = { message: 'The room is booked.', claim: 'on', from }
    expect(await leadsTo(`/tickets/${second}/messages`, { ...answer, next_step: 'close' })).toBe(`/tickets/${third}`)
    expect(await isOpen(second)).toBe(false)
    expect(await leadsTo(`/tickets/${first}/messages`, { ...answer, next_step: 'next' })).toBe(`/tickets/${third}`)
    expect(await isOpen(first)).toBe(true)
    const { text } = await anna.pages.get(`/tickets/${third}`).expect(200)
    expect(text).toContain('Your message is sent.')
  })

  test('stands on the next one after closing and handing over, and stays where no list is known', async () => {
    expect(await leadsTo(`/tickets/${third}/closure`, { from })).toBe(`/tickets/${fourth}`)
    expect(await leadsTo(`/tickets/${fourth}/assignment`, { assistant_id: String(anna.id), from })).toBe(
      '/tickets?queue=unclaimed',
    )
    const stays = await sendForm(anna, `/tickets/${fourth}/closure`, {}).expect(303)
    expect(stays.headers.location).toBe(`/tickets/${fourth}`)
  })

  test('is led nowhere by an address that is no list, and customers not at all', async () => {
    const next = (query: object) => anna.pages.get('/tickets/next').query({ after: first, ...query })
    expect((await next({ from: 'nonsense=1' }).expect(303)).headers.location).toBe('/tickets?queue=unclaimed')
    await next({ from: 'x'.repeat(1001) }).expect(400)
    await next({ after: 999 }).expect(404)
    await customer.pages.get('/tickets/next').query({ after: first }).expect(403)
    const { headers } = await sendForm(customer, `/tickets/${first}/messages`, {
      message: 'Thank you.',
      next_step: 'close',
    }).expect(303)
    expect(headers.location).toMatch(`/tickets/${first}`)
  })

  test('sends a message once, though its answer was lost and another button is pressed then', async () => {
    const id = await open()
    const fields = { message: 'It is in room 2.', from, idempotency_key: 'lost' }
    await sendForm(anna, `/tickets/${id}/messages`, fields).expect(303)
    const { text } = await sendForm(anna, `/tickets/${id}/messages`, { ...fields, next_step: 'close' }).expect(422)
    expect(textOf(text)).toContain('This was sent already, and is shown here.')
    expect(pageOf(text).fieldsOf(`/tickets/${id}/messages`)).toMatchObject({ message: '' })
    const closing = { ...fields, message: 'Come at six.\n!close', idempotency_key: 'closing' }
    await sendForm(anna, `/tickets/${id}/messages`, closing).expect(303)
    const again = await sendForm(anna, `/tickets/${id}/messages`, { ...closing, next_step: 'close' }).expect(422)
    expect(textOf(again.text)).toContain('This was sent already, and is shown here.')
    const other = { ...fields, message: 'It is in room 3.' }
    const refused = await sendForm(anna, `/tickets/${id}/messages`, other).expect(422)
    expect(textOf(refused.text)).toContain('This was sent before with other content.')
  })

  test('gets a confirmation of a message, a note or a command', async () => {
    const id = await open()
    const toldOf = async (fields: Record<string, string>) => {
      await sendForm(anna, `/tickets/${id}/messages`, { next_step: 'next', from, ...fields }).expect(303)
      return textOf((await anna.pages.get('/tickets').expect(200)).text)
    }
    expect(await toldOf({ message: 'The room is booked.' })).toContain('Your message is sent.')
    expect(await toldOf({ message: 'Call them.', kind: 'note' })).toContain('Your note is saved.')
    expect(await toldOf({ message: '!claim' })).toContain(`Ticket #${id} is yours.`)
    expect(await toldOf({ message: 'It is room 2.\n!close' })).toContain(
      `Your message is sent. Ticket #${id} is closed.`,
    )
    expect(await toldOf({ message: 'Room 3.\n!close', next_step: 'close' })).not.toContain('is closed. Ticket')
    expect(await toldOf({ message: '!claim', next_step: 'close' })).toContain(
      `Ticket #${id} is yours. Ticket #${id} is closed.`,
    )
  })
})

import { describe, expect, test } from 'vitest'
import { suspendAccount } from '#people/admin/accounts.ts'
import { changeAccountType } from '#people/admin/promotion.ts'
import { deleteAccount } from '#people/privacy/deletion.ts'
import { textOf } from '../accounts/reading.ts'
import { kindsTold, toldOf, unreadOf } from '../notifications/told.ts'
import { listed } from '../search/found.ts'
import { join, type Member, ticketOf } from '../support/people.ts'
import { sendForm, startDesk, systemLines, threadOf, ticketAs } from './desk.ts'

const { world, customer: kim, anna, ben, open } = await startDesk()
const { ctx } = world
const boss = await join(world, 'boss', 'admin')
let people = 0
const newcomer = () => join(world, `guest${people++}`)

const add = (id: number, who: string, by: Member = anna) => by.api.post(`/tickets/${id}/participants`, { who })
const remove = (id: number, { id: account }: Member, by: Member = anna) =>
  by.api.delete(`/tickets/${id}/participants/${account}`)

/** A ticket of Kim's in which somebody takes part. */
async function shared() {
  const [id, yuki] = [await open(), await newcomer()]
  await add(id, yuki.username).expect(200)
  return { id, yuki }
}

describe('adding a customer to a ticket', () => {
  test('by name, address or number shows them to everybody who sees it, and leaves a line in the conversation', async () => {
    const [id, yuki, lee, max] = [await open(), await newcomer(), await newcomer(), await newcomer()]
    await add(id, yuki.username).expect(200)
    await add(id, lee.email).expect(200)
    const { body } = await add(id, `id:${max.id}`).expect(200)
    expect(body.participants.map((one: Member) => one.id)).toEqual([yuki.id, lee.id, max.id])
    for (const one of [kim, yuki, ben]) expect((await ticketAs(one, id)).participants).toEqual(body.participants)
    expect(await systemLines(yuki, id)).toContain(
      `anna (#${anna.id}) added ${yuki.username} (#${yuki.id}) to this ticket.`,
    )
    expect((await kim.pages.get(`/tickets/${id}`)).text).toContain(yuki.username)
    expect(textOf((await yuki.pages.get('/tickets')).text)).toContain('opened by kim')
    expect((await toldOf(yuki, id)).map(({ kind, actor }) => [kind, actor?.id])).toEqual([['added', anna.id]])
    const logged = await boss.api.get(`/admin/audit?entity=ticket&entity_id=${id}&action=participant_added`).expect(200)
    expect(logged.body.entries[0]).toMatchObject({ after: { participant_id: max.id } })
  })

  test('is refused with the reason for people who cannot take part', async () => {
    const { id, yuki } = await shared()
    const [gone, suspended] = [await newcomer(), await newcomer()]
    await suspendAccount(ctx, boss.actor, suspended.id)
    await deleteAccount(ctx, boss.id, gone.id)
    for (const [who, reason] of [
      ['nobody-of-this-name', 'There is no account with this name, address or number.'],
      ['kim', 'This person opened the ticket.'],
      [yuki.username, 'This person already takes part in the ticket.'],
      ['ben', 'This is a colleague, not a customer.'],
      [suspended.username, 'This account is suspended.'],
      [`id:${gone.id}`, 'This account was deleted.'],
    ] as const) {
      const { body } = await add(id, who).expect(422)
      expect(body.errors).toEqual([{ field: 'who', message: reason }])
      const { text } = await sendForm(anna, `/tickets/${id}/participants`, { who }).expect(422)
      expect(text).toContain(reason)
    }
    expect((await ticketAs(kim, id)).participants).toHaveLength(1)
  })

  test('goes no further than ten', async () => {
    const id = await open()
    const guests = await Promise.all(Array.from({ length: 11 }, newcomer))
    const answers = await Promise.all(guests.map(({ username }) => add(id, username)))
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(10).fill(200), 409])
    expect((await ticketAs(kim, id)).participants).toHaveLength(10)
  })

  test('is for staff who are not its customers', async () => {
    const { id, yuki } = await shared()
    const lee = await newcomer()
    for (const one of [kim, yuki]) await add(id, lee.username, one).expect(403)
    await changeAccountType(ctx, boss.id, yuki.id, 'assistant')
    await add(id, lee.username, yuki).expect(403)
  })
})

describe('who takes part in a ticket', () => {
  test('writes in it as its customer does, which reopens it, and is notified of answers', async () => {
    const { id, yuki } = await shared()
    await anna.api.post(`/tickets/${id}/messages`, { message: 'We look for it.', claim: true }).expect(201)
    await anna.api.post(`/tickets/${id}/closure`).expect(200)
    expect(await kindsTold(yuki, id)).toEqual(['added', 'message', 'status'])
    const { body } = await yuki.api.post(`/tickets/${id}/messages`, { message: 'It was blue.' }).expect(201)
    expect(await ticketAs(anna, id)).toMatchObject({ status: 'open', waiting_on: 'staff', unread: true })
    expect((await threadOf(kim, id)).at(-1)).toMatchObject({ id: body.message_id, from_staff: false })
    expect((await threadOf(kim, id)).at(-2)).toMatchObject({ action: 'reopened', from_staff: false })
    // One notification: that of the message also says that it reopened the ticket.
    expect(await kindsTold(kim, id)).toEqual(['message', 'status', 'message'])
    expect(await kindsTold(anna, id)).toEqual(['message'])
  })

  test('sees nothing of what is for staff alone', async () => {
    const { id, yuki } = await shared()
    await anna.api.post(`/tickets/${id}/notes`, { note: 'A rather odd matter.' }).expect(201)
    await anna.api.put(`/tickets/${id}/tags`, { tags: ['odd'] }).expect(200)
    await anna.api.put(`/tickets/${id}/priority`, { priority: 'low' }).expect(200)
    expect(await ticketAs(yuki, id)).toMatchObject({ priority: null, tags: null, escalated_at: null })
    for (const path of [`/tickets/${id}`, '/tickets', '/tickets?q=odd'])
      expect((await yuki.pages.get(path)).text).not.toMatch(/rather odd|badge--tag/)
    await changeAccountType(ctx, boss.id, yuki.id, 'assistant')
    // As staff they see every ticket, but of this one only what its customers see.
    expect(await ticketAs(yuki, id)).toMatchObject({ priority: null, tags: null, unread: false })
    const filters: Record<string, string>[] = [{ q: 'odd' }, { tag: 'odd' }, { priority: 'low' }, { unread: 'yes' }]
    for (const filter of filters) expect((await listed(yuki, filter)).map((one) => one.id)).not.toContain(id)
    await yuki.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(403)
  })

  test('can neither close, reopen nor edit it, nor remove others', async () => {
    const { id, yuki } = await shared()
    const lee = await newcomer()
    await add(id, lee.username).expect(200)
    await yuki.api.patch(`/tickets/${id}`, { title: 'Another title' }).expect(403)
    await yuki.api.post(`/tickets/${id}/closure`).expect(403)
    await yuki.api.post(`/tickets/${id}/messages`, { message: '!close' }).expect(403)
    for (const typed of [{ message: '!close' }, { message: 'Done.', next_step: 'close' }] as Record<string, string>[]) {
      const { text } = await sendForm(yuki, `/tickets/${id}/messages`, typed).expect(403)
      expect(textOf(text)).toContain('Only staff and the customer who opened this ticket can close or reopen it.')
      expect(text).toContain(`${typed.message}</textarea>`)
    }
    await remove(id, lee, yuki).expect(403)
    await remove(id, yuki, kim).expect(403)
    await anna.api.post(`/tickets/${id}/closure`).expect(200)
    await yuki.api.post(`/tickets/${id}/reopening`).expect(403)
    expect(await ticketAs(kim, id)).toMatchObject({ status: 'closed', title: 'My lost umbrella' })
    const { text } = await yuki.pages.get(`/tickets/${id}`)
    expect(text).not.toMatch(/action="[^"]*\/(closure|reopening)"|\/edit"/)
  })

  test('cannot reopen it where its customer has as many open tickets as allowed', async () => {
    const strict = await startDesk({ env: { MAX_OPEN_TICKETS: '1' } })
    const [id, yuki] = [await strict.open(), await join(strict.world, 'yuki')]
    await add(id, 'yuki', strict.anna).expect(200)
    await strict.anna.api.post(`/tickets/${id}/closure`).expect(200)
    await strict.open()
    const { body } = await yuki.api.post(`/tickets/${id}/messages`, { message: 'It was blue.' }).expect(409)
    expect(body.detail).toContain('the customer who opened it has 1 open ticket')
    expect(await ticketOf(strict.world, yuki)).toBeGreaterThan(id)
  })
})

describe('a part in a ticket ends', () => {
  test.each([
    ['by staff', (id: number, yuki: Member) => remove(id, yuki), 'removed'],
    ['by leaving', (id: number, yuki: Member) => remove(id, yuki, yuki), 'left this ticket'],
  ])('%s: the ticket is not there any more, nor what was told of it', async (_how, end, said) => {
    const { id, yuki } = await shared()
    await anna.api.post(`/tickets/${id}/messages`, { message: 'We look for it.' }).expect(201)
    expect(await unreadOf(yuki)).toBe(2)
    await end(id, yuki).expect(204)
    await yuki.api.get(`/tickets/${id}`).expect(404)
    await remove(id, yuki, yuki).expect(404)
    await remove(id, yuki).expect(404)
    expect([await unreadOf(yuki), await toldOf(yuki, id)]).toEqual([0, []])
    expect((await systemLines(kim, id)).at(-1)).toContain(said)
    expect((await ticketAs(kim, id)).participants).toEqual([])
    await add(id, yuki.username).expect(200)
  })

  test('on the page, where leaving leads to the list', async () => {
    const { id, yuki } = await shared()
    const lee = await newcomer()
    await sendForm(anna, `/tickets/${id}/participants`, { who: lee.username }).expect(303)
    await sendForm(anna, `/tickets/${id}/participants/${lee.id}/removal`).expect(303)
    const left = await sendForm(yuki, `/tickets/${id}/participants/${yuki.id}/removal`).expect(303)
    expect(left.headers.location).toBe('/tickets')
    expect((await ticketAs(kim, id)).participants).toEqual([])
  })

  test('with the account, whose name goes from what was said', async () => {
    const { id, yuki } = await shared()
    await deleteAccount(ctx, boss.id, yuki.id)
    expect((await ticketAs(kim, id)).participants).toEqual([])
    expect((await systemLines(kim, id)).join()).not.toContain(yuki.username)
  })
})

test('only a ticket with participants takes a statement more', async () => {
  const seen: string[] = []
  const desk = await startDesk({ onStatement: ({ query }) => seen.push(query.sql) })
  const id = await desk.open()
  seen.length = 0
  await desk.customer.pages.get(`/tickets/${id}`).expect(200)
  await desk.anna.api.post(`/tickets/${id}/messages`, { message: 'We look for it.' }).expect(201)
  await desk.open()
  expect(seen.filter((sql) => /^(select|insert)[^(]*"ticket_people"/.test(sql))).toEqual([])
})

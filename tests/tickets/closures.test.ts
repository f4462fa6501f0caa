import { describe, expect, test } from 'vitest'
import { changeAccountType } from '#people/admin/promotion.ts'
import { auditOf, textOf } from '../accounts/reading.ts'
import { hour } from '../support/clock.ts'
import { join } from '../support/people.ts'
import { sendForm, startDesk, systemLines, ticketAs } from './desk.ts'

const { world, customer, anna, ben, open } = await startDesk()

describe('closing and reopening', () => {
  test.each([
    ['the customer', customer],
    ['an assistant', anna],
  ])('by %s, over the API and on the page', async (_who, member) => {
    const id = await open()
    world.clock.advance(hour)
    const closed = await member.api.post(`/tickets/${id}/closure`).expect(200)
    const closed_at = new Date(world.clock.now()).toISOString()
    expect(closed.body).toMatchObject({ status: 'closed', closed_at, waiting_on: 'nobody' })
    await sendForm(member, `/tickets/${id}/reopening`).expect(303).expect('location', `/tickets/${id}`)
    expect(await ticketAs(member, id)).toMatchObject({ status: 'open', closed_at: null, waiting_on: 'staff' })
    await sendForm(member, `/tickets/${id}/closure`).expect(303)
    const page = textOf((await member.pages.get(`/tickets/${id}`).expect(200)).text)
    for (const part of ['The ticket is closed. A new message reopens it.', 'Closed just now', 'Reopen'])
      expect(page).toContain(part)
    await member.api.post(`/tickets/${id}/reopening`).expect(200)

    const lines = ['closed', 'reopened', 'closed', 'reopened']
    const who = `${member.username} (#${member.id})`
    expect(await systemLines(customer, id)).toEqual(lines.map((done) => `${who} ${done} this ticket.`))
    for (const line of lines) expect(page).toContain(`${who} ${line} this ticket.`)
    const entries = await auditOf(world, 'ticket', id)
    expect(entries.map(({ action, actor_id }) => [action, actor_id])).toEqual([
      ['opened', customer.id],
      ...lines.map((done) => [done, member.id]),
    ])
  })

  test('what is so already changes nothing', async () => {
    const id = await open()
    await anna.api.post(`/tickets/${id}/reopening`).expect(200)
    await anna.api.post(`/tickets/${id}/closure`).expect(200)
    const first = await ticketAs(anna, id)
    world.clock.advance(hour)
    await customer.api.post(`/tickets/${id}/closure`).expect(200)
    await sendForm(customer, `/tickets/${id}/closure`).expect(303)
    expect((await ticketAs(anna, id)).closed_at).toBe(first.closed_at)
    expect(await systemLines(anna, id)).toEqual([`anna (#${anna.id}) closed this ticket.`])
    expect(await auditOf(world, 'ticket', id)).toHaveLength(2)
  })

  test('twenty times at once leaves one line', async () => {
    const id = await open()
    const all = Array.from({ length: 20 }, (_, n) => [customer, anna, ben][n % 3] ?? anna)
    const answers = await Promise.all(all.map((one) => one.api.post(`/tickets/${id}/closure`)))
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(await systemLines(anna, id)).toHaveLength(1)
  })

  test('closing and claiming at the same moment both count, in some order', async () => {
    for (let round = 0; round < 5; round++) {
      const id = await open()
      const [closure, claim] = await Promise.all([
        customer.api.post(`/tickets/${id}/closure`),
        anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }),
      ])
      expect([closure.status, claim.status]).toEqual([200, 200])
      const lines = (await systemLines(anna, id)).map((line) => line.replace(/^.*\) (\w+) this ticket\.$/, '$1'))
      const ticket = await ticketAs(anna, id)
      expect(ticket.assistant?.id).toBe(anna.id)
      // Claimed first and then closed, or closed first and then reopened by the claim: the thread tells which.
      const told = lines.join()
      expect(['claimed,closed', 'closed,reopened,claimed']).toContain(told)
      expect(ticket.status).toBe(told === 'claimed,closed' ? 'closed' : 'open')
    }
  })

  test.each(['reopening', 'messages'])('by %s gives back what a colleague had who has left the desk', async (way) => {
    const id = await open()
    const eve = await join(world, `eve${way}`, 'assistant')
    await eve.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
    await eve.api.post(`/tickets/${id}/closure`).expect(200)
    await changeAccountType(world.ctx, null, eve.id, 'customer')
    expect((await ticketAs(anna, id)).assistant.id).toBe(eve.id)
    await customer.api.post(`/tickets/${id}/${way}`, way === 'messages' ? { message: 'Still wet' } : {})
    expect(await ticketAs(anna, id)).toMatchObject({ status: 'open', assistant: null })
    const unclaimed = (await anna.api.get('/tickets?queue=unclaimed').expect(200)).body.tickets
    expect(unclaimed.map((ticket: { id: number }) => ticket.id)).toContain(id)
    expect(await systemLines(customer, id)).toContain(`eve${way} (#${eve.id}) released this ticket.`)
    const [released] = (await auditOf(world, 'ticket', id)).filter(({ action }) => action === 'released')
    expect(released).toMatchObject({ actor_id: customer.id, before: JSON.stringify({ assistant_id: eve.id }) })
  })

  test('by a form on another site is refused', async () => {
    const id = await open()
    await sendForm(customer, `/tickets/${id}/closure`).set('Sec-Fetch-Site', 'cross-site').expect(403)
    expect((await ticketAs(customer, id)).status).toBe('open')
  })
})

test('staff close nothing from its page that a customer has written in and they have not read, and lose no answer', async () => {
  const id = await open()
  await anna.pages.get(`/tickets/${id}`).expect(200)
  const write = () => customer.api.post(`/tickets/${id}/messages`, { message: 'One thing more!' }).expect(201)
  const said = 'The customer has written in the meantime: read it before you close the ticket.'
  await write()
  const answer = { kind: 'reply', message: 'Here you are.', next_step: 'close' }
  const refused = await sendForm(anna, `/tickets/${id}/messages`, answer).expect(409)
  for (const text of [said, 'One thing more!', 'Here you are.</textarea>']) expect(refused.text).toContain(text)
  await write()
  expect((await sendForm(anna, `/tickets/${id}/closure`).expect(409)).text).toContain(said)
  for (const message of ['!close', 'Here you are.\n!close']) {
    await write()
    expect((await sendForm(anna, `/tickets/${id}/messages`, { kind: 'reply', message }).expect(409)).text).toContain(
      said,
    )
  }
  expect((await ticketAs(anna, id)).status).toBe('open')
  await sendForm(anna, `/tickets/${id}/messages`, answer).expect(303)
  expect((await ticketAs(anna, id)).status).toBe('closed')
})

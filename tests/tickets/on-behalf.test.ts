import { describe, expect, test } from 'vitest'
import { openOnBehalf } from '#desk/tickets/outreach.ts'
import { suspendAccount } from '#people/admin/accounts.ts'
import { changeAccountType } from '#people/admin/promotion.ts'
import { auditOf, textOf } from '../accounts/reading.ts'
import { kindsTold } from '../notifications/told.ts'
import { minute } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join, type Member } from '../support/people.ts'
import { listedOn, sendForm, startDesk, threadOf, ticketAs } from './desk.ts'

const { world, customer: kim, anna, ben } = await startDesk()
const place = '/tickets/for-customer'
const asked = { customer: 'kim', title: 'A lost umbrella', message: 'You called about your umbrella. We look for it.' }
const idOf = (location: string | undefined) => Number(location?.split('/').at(-1))

describe('staff open a ticket for a customer who calls', () => {
  test('from a page and by the API: it is the customer’s, claimed by its author, waits for staff, and the customer is notified', async () => {
    const page = await sendForm(anna, place, { ...asked, waiting_on: 'staff' }).expect(303)
    const api = await anna.api.post('/tickets/for-customer', { ...asked, customer: kim.email }).expect(201)
    for (const id of [idOf(page.headers.location), api.body.ticket_id]) {
      expect(await ticketAs(anna, id)).toMatchObject({
        ...{ title: asked.title, waiting_on: 'staff', unread: false },
        ...{ customer: { id: kim.id }, assistant: { id: anna.id } },
      })
      expect(await ticketAs(kim, id)).toMatchObject({ unread: true })
      expect(await threadOf(kim, id)).toMatchObject([
        { body: asked.message, from_staff: true, author: { id: anna.id } },
      ])
      expect(await kindsTold(kim, id)).toEqual(['message'])
      expect(await auditOf(world, 'ticket', id)).toMatchObject([{ action: 'opened_for_customer', actor_id: anna.id }])
      expect(listedOn((await anna.pages.get('/home')).text, 'Your turn')).toContain(id)
    }
  })

  test('what still waits for an answer is answered by the next message of staff; what they ask waits for the customer', async () => {
    const rowOf = (id: number) =>
      world.ctx.db.selectFrom('tickets').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    const { body } = await anna.api.post('/tickets/for-customer', asked).expect(201)
    expect(await rowOf(body.ticket_id)).toMatchObject({ waiting_on: 'staff', first_answered_at: null })
    world.clock.advance(minute)
    await ben.api.post(`/tickets/${body.ticket_id}/messages`, { message: 'We have found it.' }).expect(201)
    expect(await rowOf(body.ticket_id)).toMatchObject({ first_answered_at: world.clock.now() })
    const question = await anna.api.post('/tickets/for-customer', { ...asked, waiting_on: 'customer' }).expect(201)
    expect(await ticketAs(anna, question.body.ticket_id)).toMatchObject({ waiting_on: 'customer' })
  })

  test('from the customer’s own page, which names them in the form', async () => {
    const { href } = pageOf((await anna.pages.get(`/accounts/${kim.id}`)).text).get('link', 'Open one for them')
    expect(
      pageOf((await anna.pages.get(href).expect(200)).text).fieldsOf(`${place}?customer=id%3A${kim.id}`).customer,
    ).toBe(`id:${kim.id}`)
    expect((await anna.pages.get(`/accounts/${ben.id}`)).text).not.toContain('Open one for them')
  })

  test('each from a page of their own: what is begun for one customer is not shown for another', async () => {
    const [lee, mia] = [await join(world, 'lee'), await join(world, 'mia')]
    const formOf = async ({ id }: Member) => {
      const page = pageOf((await anna.pages.get(`${place}?customer=id:${id}`).expect(200)).text)
      return { sent: `${place}?customer=id%3A${id}`, fields: page.fieldsOf(`${place}?customer=id%3A${id}`) }
    }
    const { sent, fields } = await formOf(lee)
    const begun = { customer: `id:${lee.id}`, title: 'A refund for Lee', message: '', waiting_on: 'staff' }
    await sendForm(anna, '/drafts', { place: fields.draft_place ?? '', fields: JSON.stringify(begun) }).expect(200)
    expect((await formOf(mia)).fields).toMatchObject({ customer: `id:${mia.id}`, title: '' })
    expect((await formOf(lee)).fields).toMatchObject({ customer: `id:${lee.id}`, title: 'A refund for Lee' })
    await sendForm(anna, sent, { ...asked, customer: `id:${lee.id}` }).expect(303)
    expect((await formOf(lee)).fields).toMatchObject({ title: '' })
  })

  test('not for nobody, a colleague or who is suspended; what was typed stays in the form', async () => {
    const boss = await join(world, 'boss', 'admin')
    const gone = await join(world, 'gone')
    await suspendAccount(world.ctx, boss.actor, gone.id)
    for (const [customer, reason] of [
      ['nobody9', 'There is no account with this name'],
      ['ben', 'This is a colleague'],
      ['gone', 'This account is suspended.'],
    ] as const) {
      const { text } = await sendForm(anna, place, { ...asked, customer }).expect(422)
      expect(textOf(text)).toContain(reason)
      expect(pageOf(text).fieldsOf(place)).toMatchObject({ ...asked, customer })
      const { body } = await anna.api.post('/tickets/for-customer', { ...asked, customer }).expect(422)
      expect(body.errors).toEqual([{ field: 'customer', message: expect.stringContaining(reason) }])
    }
  })

  test('not by somebody who has just left the desk', async () => {
    const zoe = await join(world, 'zoe', 'assistant')
    await changeAccountType(world.ctx, null, zoe.id, 'customer')
    const opened = openOnBehalf(world.ctx, zoe.actor, { ...asked, waiting_on: 'staff' })
    await expect(opened).rejects.toThrow('Only staff can claim a ticket.')
  })

  test('whose title the customer can edit, but not what staff wrote', async () => {
    const { ticket_id: id } = (await anna.api.post('/tickets/for-customer', asked).expect(201)).body
    const form = pageOf((await kim.pages.get(`/tickets/${id}/edit`).expect(200)).text).fieldsOf(`/tickets/${id}/edit`)
    expect(form).toMatchObject({ title: asked.title })
    expect(form).not.toHaveProperty('message')
    await sendForm(kim, `/tickets/${id}/edit`, { title: 'A found umbrella' }).expect(303)
    const { text } = await sendForm(kim, `/tickets/${id}/edit`, { message: 'Something else entirely.' }).expect(403)
    expect(textOf(text)).toContain('The first message of this ticket was written by staff.')
  })

  test('a command in the last line of the message is done after it is sent, and over the API it is text', async () => {
    const message = `${asked.message}\n!close`
    const page = await sendForm(anna, place, { ...asked, message }).expect(303)
    expect(await ticketAs(kim, idOf(page.headers.location))).toMatchObject({ status: 'closed' })
    const [first, closed] = await threadOf(kim, idOf(page.headers.location))
    expect([first?.body, closed?.kind]).toEqual([asked.message, 'system'])
    const api = await anna.api.post('/tickets/for-customer', { ...asked, message }).expect(201)
    expect(await threadOf(kim, api.body.ticket_id)).toMatchObject([{ body: message }])
    const only = await sendForm(anna, place, { ...asked, message: '!claim\n!close' }).expect(303)
    expect(await threadOf(kim, idOf(only.headers.location))).toMatchObject([{ body: '!claim\n!close' }])
  })

  test('a message that names a colleague is asked about once', async () => {
    const message = '@ben never heard of this umbrella.'
    const { text } = await sendForm(anna, place, { ...asked, message }).expect(422)
    expect(textOf(text)).toContain('This names @ben, and the customer would read it. Send it anyway?')
    // Enter submits by the first button.
    const buttons = pageOf(text).all('button', /^(Open the ticket|Send to the customer)$/)
    expect(buttons.map(({ name }) => name)).toEqual(['Open the ticket', 'Send to the customer'])
    await sendForm(anna, place, { ...asked, message, to_customer: 'yes' }).expect(303)
  })
})

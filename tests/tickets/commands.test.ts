import { describe, expect, test } from 'vitest'
import { changeAccountType } from '#people/admin/promotion.ts'
import { markedFields, textOf } from '../accounts/reading.ts'
import { join, type Member, pagesOf, password, ticketOf } from '../support/people.ts'
import { sendForm, startDesk, systemLines, threadOf, ticketAs } from './desk.ts'

const { world, customer, anna, ben, open } = await startDesk()
const type = (member: Member, id: number, message: string) => member.api.post(`/tickets/${id}/messages`, { message })
const typeOnPage = (member: Member, id: number, message: string) =>
  sendForm(member, `/tickets/${id}/messages`, { message })
const line = (member: Member, deed: string) => `${member.username} (#${member.id}) ${deed}.`

describe('a typed command', () => {
  test.each(['!close', '!CLOSE', '  !Close\n'])('%j closes the ticket, and stores no message', async (command) => {
    for (const member of [customer, anna]) {
      const id = await open()
      const { body } = await type(member, id, command).expect(201)
      const last = (await threadOf(member, id)).at(-1)
      expect(body).toEqual({ ticket_id: id, message_id: last?.id, command: '!close' })
      expect(last).toMatchObject({ kind: 'system', action: 'closed', body: line(member, 'closed this ticket') })
      expect(await ticketAs(member, id)).toMatchObject({ status: 'closed' })
    }
  })

  test('on the page leads back to the ticket', async () => {
    const id = await open()
    for (const command of ['!claim', '!close', '!open'])
      await typeOnPage(anna, id, command).expect(303).expect('location', `/tickets/${id}`)
    expect(await systemLines(customer, id)).toEqual([
      line(anna, 'claimed this ticket'),
      line(anna, 'closed this ticket'),
      line(anna, 'reopened this ticket'),
    ])
  })

  test('!open to an open ticket and !close to a closed one say nothing twice', async () => {
    const id = await open()
    await type(customer, id, '!open').expect(201)
    await type(customer, id, '!close').expect(201)
    await type(customer, id, '!close').expect(201)
    expect(await systemLines(customer, id)).toHaveLength(1)
  })

  test('!claim takes over whoever has it, also a closed ticket', async () => {
    const id = await open()
    await type(anna, id, '!claim').expect(201)
    await type(ben, id, '!claim').expect(201)
    await type(ben, id, '!close').expect(201)
    await type(anna, id, '!claim').expect(201)
    expect(await ticketAs(customer, id)).toMatchObject({ status: 'open', assistant: { id: anna.id } })
    expect((await systemLines(customer, id)).slice(1)).toEqual([
      line(ben, 'took this ticket over'),
      line(ben, 'closed this ticket'),
      line(anna, 'reopened this ticket'),
      line(anna, 'took this ticket over'),
    ])
  })

  test.each([
    [customer, '!claim', 'Only staff can use !claim.'],
    [customer, '!nonsense', 'There is no such command; there are !close, !open.'],
    [customer, '!überall', 'There is no such command; there are !close, !open.'],
    [anna, '!shut', 'There is no such command; there are !close, !open, !claim.'],
  ])('is refused with an explanation when it is not %#', async (member, message, reason) => {
    const id = await open()
    const answer = await type(member, id, message).expect(422)
    expect(answer.body.errors).toEqual([{ field: 'message', message: reason }])
    const page = await typeOnPage(member, id, message).expect(422)
    expect(markedFields(page.text)).toEqual(['message'])
    expect(textOf(page.text)).toContain(reason)
    expect(page.text).toContain(`${message}</textarea>`)
    expect(await threadOf(member, id)).toHaveLength(1)
    expect((await ticketAs(member, id)).assistant).toBeNull()
  })

  const texts = ['!close please', 'Do not !close', '! close', '!close\n!open', '!', '!!!', '!5', '!?', '!😀']
  test.each(texts)('%j is a message', async (message) => {
    const id = await open()
    expect((await type(customer, id, message).expect(201)).body.command).toBeNull()
    expect((await threadOf(customer, id)).at(-1)).toMatchObject({ kind: 'message', body: message })
    await typeOnPage(customer, id, message).expect(303)
    expect((await threadOf(customer, id)).at(-1)).toMatchObject({ kind: 'message', body: message })
    expect((await ticketAs(customer, id)).status).toBe('open')
  })

  test('can be found at the box, each one’s own', async () => {
    const id = await open()
    const offered = async ({ pages }: Member) => {
      const { text } = await pages.get(`/tickets/${id}`).expect(200)
      return [...text.matchAll(/data-value="(![a-z]+)"/g)].map(([, name]) => name)
    }
    expect(await offered(customer)).toEqual(['!close', '!open'])
    expect(await offered(anna)).toEqual(['!close', '!open', '!claim'])
  })
})

describe('colleagues', () => {
  const named = ({ pages }: Member, id: number) =>
    pages.get(`/tickets/${id}`).then(({ text }) => [...text.matchAll(/data-value="@(\w+)"/g)].map(([, name]) => name))

  test('can be found at the box by staff alone, without oneself and the ticket’s customer', async () => {
    const id = await open()
    expect(await named(anna, id)).toEqual(['ben'])
    expect(await named(ben, id)).toEqual(['anna'])
    expect(await named(customer, id)).toEqual([])
  })

  test('are not offered where one is the customer oneself', async () => {
    const was = await join(world, 'was')
    const id = await ticketOf(world, was)
    await changeAccountType(world.ctx, null, was.id, 'assistant')
    const api = await world.api().post('/api/v1/sessions').send({ login: 'was', password }).expect(201)
    expect(await named({ ...was, pages: pagesOf(world, api.body.access_token) }, id)).toEqual([])
    expect(await named(anna, id)).toEqual(['ben'])
  })
})

import { describe, expect, test } from 'vitest'
import { changeAccountType } from '#people/admin/promotion.ts'
import { markedFields, textOf } from '../accounts/reading.ts'
import { join, type Member, pagesOf, password, ticketOf } from '../support/people.ts'
import { sendForm, startDesk, systemLines, threadOf, ticketAs } from './desk.ts'

const { world, customer, anna, ben, open } = await startDesk()
const type = (member: Member, id: number, message: string) => member.api.post(`/tickets/${id}/messages`, { message })
const typeOnPage = (member: Member, id: number, message: string) =>
  sendForm(member, `/tickets/${id}/messages`, { message })
const line = (member: Member, done: string) => `${member.username} (#${member.id}) ${done}.`

describe('a typed command', () => {
  test.each(['!close', '!CLOSE', '  !Close\n', '！close', '！ｃｌｏｓｅ'])(
    '%j closes the ticket, and stores no message',
    async (command) => {
      for (const member of [customer, anna]) {
        const id = await open()
        const { body } = await type(member, id, command).expect(201)
        const last = (await threadOf(member, id)).at(-1)
        expect(body).toEqual({ ticket_id: id, message_id: last?.id, command: '!close' })
        expect(last).toMatchObject({ kind: 'system', action: 'closed', body: line(member, 'closed this ticket') })
        expect(await ticketAs(member, id)).toMatchObject({ status: 'closed' })
      }
    },
  )

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

  test('!claim takes over from any colleague, also a closed ticket', async () => {
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

  const texts = [
    '!close please',
    'Do not !close',
    '! close',
    '!close\n!open',
    '!',
    '!!!',
    '!5',
    '!?',
    '!😀',
    '！重要',
    '！！！',
  ]
  test.each(texts)('%j is a message', async (message) => {
    const id = await open()
    expect((await type(customer, id, message).expect(201)).body.command).toBeNull()
    expect((await threadOf(customer, id)).at(-1)).toMatchObject({ kind: 'message', body: message })
    expect((await ticketAs(customer, id)).status).toBe('open')
    if (message.endsWith('!open')) return
    await typeOnPage(customer, id, message).expect(303)
    expect((await threadOf(customer, id)).at(-1)).toMatchObject({ kind: 'message', body: message })
    expect((await ticketAs(customer, id)).status).toBe('open')
  })

  test.each([
    ['All done.\n!close', 'All done.', ['closed'], 'Your message is sent. The ticket is closed.'],
    ['All done.\r\n\r\n  !CLOSE \n\n', 'All done.', ['closed'], 'Your message is sent. The ticket is closed.'],
    ['Mine.\n!claim\n!close', 'Mine.', ['claimed', 'closed'], 'is sent. The ticket is yours. The ticket is closed.'],
    [
      'Well.\n!open\n!close\n!open',
      'Well.\n!open',
      ['closed', 'reopened'],
      'The ticket is closed. The ticket is open.',
    ],
    ['!close\n!open', null, ['closed', 'reopened'], null],
  ])('in the last line is done on a page after the rest is sent: %j', async (message, rest, done, notice) => {
    const id = await open()
    const { headers } = await typeOnPage(anna, id, message).expect(303)
    const added = (await threadOf(customer, id)).slice(1)
    expect(added.filter(({ kind }) => kind === 'message').map(({ body }) => body)).toEqual(rest === null ? [] : [rest])
    expect(added.filter(({ kind }) => kind === 'system').map(({ action }) => action)).toEqual(done)
    if (notice) expect(textOf((await anna.pages.get(headers.location ?? '')).text)).toContain(notice)
    expect((await type(customer, await open(), message).expect(201)).body.command).toBe(null)
  })

  test('in the last line that is not the person’s, or unknown, is text', async () => {
    for (const message of ['Please take it.\n!claim', 'Well\n!nonsense', 'Well\n! close', 'Well\n!close now']) {
      const id = await open()
      await typeOnPage(customer, id, message).expect(303)
      expect((await threadOf(customer, id)).slice(1).map(({ body }) => body)).toEqual([message])
    }
  })

  test('in the last line of a customer’s first message is done after the ticket is opened', async () => {
    const asked = { title: 'My lost umbrella', message: 'Never mind, it is here.\n!close' }
    const { headers } = await sendForm(customer, '/tickets', asked).expect(303)
    const id = Number(headers.location?.split('/').at(-1))
    expect((await threadOf(customer, id)).map(({ action, body }) => action ?? body)).toEqual([
      'Never mind, it is here.',
      'closed',
    ])
    expect(textOf((await customer.pages.get(headers.location ?? '')).text)).toContain('The ticket is closed.')
    for (const message of [`${asked.message} now`, 'Please take it.\n!claim']) {
      const { headers } = await sendForm(customer, '/tickets', { ...asked, message }).expect(303)
      expect(await threadOf(customer, Number(headers.location?.split('/').at(-1)))).toMatchObject([{ body: message }])
    }
    const { ticket_id } = (await customer.api.post('/tickets', asked).expect(201)).body
    expect(await threadOf(customer, ticket_id)).toMatchObject([{ body: asked.message }])
    const { text } = await sendForm(customer, '/tickets', { ...asked, message: 'Bye.\n!close' }).expect(422)
    expect(textOf(text)).toContain('The message needs at least 8 characters.')
  })

  test('in the last line of a note is done after the note is saved', async () => {
    const id = await open()
    await sendForm(anna, `/tickets/${id}/messages`, { kind: 'note', message: 'Paid.\n!close' }).expect(303)
    expect((await threadOf(anna, id)).slice(1).map(({ kind }) => kind)).toEqual(['note', 'system'])
    expect(await threadOf(customer, id)).toHaveLength(2)
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

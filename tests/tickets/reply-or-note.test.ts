import { expect, test } from 'vitest'
import { markedFields, textOf } from '../accounts/reading.ts'
import { kindsTold } from '../notifications/told.ts'
import { pageOf } from '../support/page.ts'
import { join } from '../support/people.ts'
import { sendForm, startDesk, threadOf, ticketAs } from './desk.ts'

const { world, customer, anna, ben, open } = await startDesk()
const cleo = await join(world, 'cleo', 'assistant')
await ben.api.patch('/me', { display_name: 'Bénédict Stone' }).expect(200)
const send = (id: number, fields: Record<string, string>) => sendForm(anna, `/tickets/${id}/messages`, fields)
const read = async (id: number) => (await threadOf(customer, id)).slice(1).map(({ body }) => body)

test.each(['@ben never pays', 'Ask @BEN', 'look, @benedict', '＠ben look', '﹫ben look', 'to @stone.'])(
  '%j to the customer asks once, keeps the text, and goes where it is then sent',
  async (message) => {
    const id = await open()
    const asked = await send(id, { kind: 'reply', message }).expect(422)
    expect(textOf(asked.text)).toContain('This names @ben, and the customer would read it.')
    expect(asked.text).toContain(`${message}</textarea>`)
    expect(await read(id)).toEqual([])
    await send(id, { kind: 'reply', message, to_customer: 'yes' }).expect(303)
    expect(await read(id)).toEqual([message])
    await sendForm(anna, `/tickets/${id}/notes`, { kind: 'reply', message }).expect(303)
    expect(await read(id)).toEqual([message])
  },
)

test.each([
  ['Ann-Marie Fox', '@Ann-Marie never pays'],
  ['Ann-Marie Fox', '@marie look'],
  ['Sinéad O’Brien', 'Ask @O’Brien'],
  ['Jan Müller', '@Mueller never pays'],
  ['Søren Ek', '@Soren look'],
  ['Eleni Konstantinopoulou', '@Konstantinopoulou look'],
])('a colleague called %s is named by %j', async (display_name, message) => {
  const id = await open()
  await cleo.api.patch('/me', { display_name }).expect(200)
  const asked = await send(id, { kind: 'reply', message }).expect(422)
  expect(textOf(asked.text)).toContain('This names @cleo, and the customer would read it.')
  expect(await read(id)).toEqual([])
})

test('who is asked while sending and closing does both with the answer', async () => {
  const id = await open()
  const message = 'Ask @ben for it.'
  const { text } = await send(id, { kind: 'reply', message, next_step: 'close' }).expect(422)
  const button = pageOf(text).get('button', 'Send to the customer and close')
  const to_customer = button.attribute('value') ?? ''
  await send(id, { kind: 'reply', message, to_customer }).expect(303)
  expect((await ticketAs(anna, id)).status).toBe('closed')
  expect(await read(id)).toContain(message)
})

test('a note tells a colleague who is called by a full-width sign, too', async () => {
  const id = await open()
  await send(id, { kind: 'note', message: '＠ben please look' }).expect(303)
  expect(await kindsTold(ben, id)).toContain('mention')
})

test.each(['a@ben.example', '@kim hello', '@nobody', 'me@ben', 'Hello ben'])('%j asks nothing', async (message) => {
  const id = await open()
  await send(id, { message }).expect(303)
  expect(await read(id)).toEqual([message])
})

test('a note is a note from the same box, a customer writes none, and programs are not asked', async () => {
  const id = await open()
  await send(id, { kind: 'note', message: '@ben never pays' }).expect(303)
  expect(await read(id)).toEqual([])
  expect((await threadOf(anna, id)).at(-1)).toMatchObject({ kind: 'note' })
  await sendForm(customer, `/tickets/${id}/messages`, { kind: 'note', message: 'Hidden' }).expect(403)
  await sendForm(customer, `/tickets/${id}/messages`, { message: '@ben helped me' }).expect(303)
  const wrong = await send(id, { kind: 'shout', message: 'Hello' }).expect(422)
  expect(markedFields(wrong.text)).toEqual([])
  await anna.api.post(`/tickets/${id}/messages`, { message: '@ben helps' }).expect(201)
  expect(await read(id)).toEqual(['@ben helped me', '@ben helps'])
})

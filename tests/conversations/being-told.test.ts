import { expect, test } from 'vitest'
import { anEvent } from '../events/stage.ts'
import { hangUpAfterwards, openLive } from '../live/stream.ts'
import { bellOn, confirmEmail, inboxOf } from '../notifications/told.ts'
import { workOffMails } from '../support/letters.ts'
import { openMailbox } from '../support/mailbox.ts'
import { messagesOf, startTalk, write } from './people.ts'

const mailbox = await openMailbox()
const { world, kim, lea, max, anna } = await startTalk({ env: { MAIL_URL: mailbox.url } })
await confirmEmail(world, lea)
hangUpAfterwards()

test('who is away gets one mail with all that was written, leading to the conversation', async () => {
  const id = await write(kim, lea, 'Are you **there** for lesson #3?')
  await write(kim, lea, 'It is about Friday.')
  const [newest, first] = await inboxOf(lea)
  expect(newest).toMatchObject({ kind: 'direct_message', text: 'kim wrote to you.', excerpt: 'It is about Friday.' })
  expect(first?.subject).toEqual({ type: 'conversation', id, title: 'Direct messages with kim' })
  await workOffMails(world)
  const mails = mailbox.received.filter(({ to }) => to.includes(lea.email))
  expect(mails).toHaveLength(1)
  const [message] = await messagesOf(lea, id)
  expect(mails[0]?.mail.text).toContain('Are you **there** for lesson #3?')
  expect(mails[0]?.mail.html).toContain('for lesson #3?')
  expect(mails[0]?.mail.text).toContain('It is about Friday.')
  expect(mails[0]?.mail.text).toContain(
    `${world.url}/conversations/${id}?message=${message?.id}#message-${message?.id}`,
  )
  expect(mails[0]?.mail.text).not.toContain('#1 ')
})

test('a number names no ticket between members, nor in what is said of an event', async () => {
  const id = await write(kim, lea, 'Lesson #3 of #4')
  const event = (await anna.api.post('/events', anEvent(world, { description: 'Lesson #3 of #4' })).expect(201)).body.id
  const pages = [`/conversations/${id}`, `/events/${event}`].map((path) => kim.pages.get(path).expect(200))
  const texts = (await Promise.all(pages)).map(({ text }) => text)
  for (const html of texts) expect(html).toContain('Lesson #3 of #4')
  await lea.pages.get(`/conversations/${id}`).expect(200)
})

test('who has it open has read it: neither the bell nor the mail says so again', async () => {
  const id = await write(kim, lea, 'Still there?')
  expect(bellOn((await lea.pages.get('/home').expect(200)).text)).not.toBe('')
  await lea.pages.get(`/conversations/${id}`).expect(200)
  expect(bellOn((await lea.pages.get('/home').expect(200)).text)).toBe('')
  const before = mailbox.received.length
  await workOffMails(world)
  expect(mailbox.received.length).toBe(before)
})

test('a program says up to which message it has read: later ones stay unread, and are notified', async () => {
  const id = await write(kim, lea, 'Seen')
  const seen = (await messagesOf(lea, id)).at(-1)?.id
  await write(kim, lea, 'Not seen')
  await lea.api.post(`/conversations/${id}/read-mark`, { up_to: seen }).expect(204)
  expect((await lea.api.get(`/conversations/${id}`).expect(200)).body.unread).toBe(1)
  expect((await messagesOf(kim, id)).slice(-2).map(({ read }) => read)).toEqual([true, false])
  expect((await inboxOf(lea, '&show=unread')).map(({ excerpt }) => excerpt)).toEqual(['Not seen'])
  await lea.api.post(`/conversations/${id}/read-mark`, { up_to: 2_000_000_000 }).expect(204)
  expect(await inboxOf(lea, '&show=unread')).toEqual([])
  await write(kim, lea, 'Much later')
  expect((await lea.api.get(`/conversations/${id}`).expect(200)).body.unread).toBe(1)
  await lea.api.post(`/conversations/${id}/read-mark`).expect(204)
})

test('open pages of the two hear of a message and of its being read, and nobody else does', async () => {
  const id = await write(kim, lea, 'First')
  const streams = [await openLive(world, kim, `?conversation=${id}`), await openLive(world, lea, `?conversation=${id}`)]
  expect((await openLive(world, max, `?conversation=${id}`)).status).toBe(404)
  const home = await openLive(world, lea, '?only=notifications')
  const others = await openLive(world, max)
  await write(kim, lea, 'Second')
  for (const stream of [...streams, home]) expect(await stream.next()).toBe('refresh')
  await lea.pages.get(`/conversations/${id}`).expect(200)
  expect(await streams[0]?.next()).toBe('refresh')
  await others.close()
  expect(others.raw()).not.toContain('refresh')
})

test('a link to a message that is far back shows it among its neighbours', async () => {
  const id = await write(max, lea, 'The very first')
  const [{ id: first } = { id: 0 }] = await messagesOf(max, id)
  for (let n = 0; n < 60; n++) await write(max, lea, `Message ${n}`)
  const page = (await lea.pages.get(`/conversations/${id}?message=${first}`).expect(200)).text
  expect(page).toContain('The very first')
  const read = (await inboxOf(lea)).filter(({ read_at, subject }) => subject.id === id && read_at !== null)
  expect(read.map(({ excerpt }) => excerpt)).toEqual(['The very first'])
  expect(page).toContain(`href="/conversations/${id}"`)
  const newest = (await lea.pages.get(`/conversations/${id}`).expect(200)).text
  expect(newest).not.toContain('The very first')
  expect(newest).toMatch(new RegExp(`href="/conversations/${id}\\?before=\\d+">Earlier messages`))
  const { notifications } = (await lea.api.get('/notifications?limit=100').expect(200)).body
  expect(notifications.every(({ read_at }: { read_at: string | null }) => read_at !== null)).toBe(true)
})

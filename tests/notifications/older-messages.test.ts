import { expect, test } from 'vitest'
import { writeMessage } from '#desk/tickets/messages.ts'
import { firstAfter } from '#platform/notifications/mail-plan.ts'
import { lettersTo } from '../support/letters.ts'
import { pageOf } from '../support/page.ts'
import { joinConfirmed, type Member, ticketOf } from '../support/people.ts'
import { startDesk } from '../tickets/desk.ts'
import { inboxOf } from './told.ts'

const { world, anna } = await startDesk()
const kim = await joinConfirmed(world, 'kimberly')
const id = await ticketOf(world, kim)
const write = async (author: Member, message: string) =>
  (await writeMessage(world.ctx, author.actor, id, message)).message_id
const idsOn = (html: string) =>
  pageOf(html)
    .all('listitem')
    .flatMap((one) => one.attribute('id')?.match(/(?<=^message-)\d+$/) ?? [])
    .map(Number)

test('the link of a mail and of the inbox lands on the part that has the message, however much came since', async () => {
  const wanted = await write(anna, 'It is behind the door.')
  await lettersTo(world, kim.email)
  world.clock.advance(firstAfter)
  const [letter] = (await lettersTo(world, kim.email)).slice(-1)
  const link = /\/tickets\/\d+\?message=\d+(?=#message-)/.exec(letter?.text ?? '')?.[0] ?? ''
  expect(idsOn((await kim.pages.get(link).expect(200)).text)).toContain(wanted)
  expect((await kim.api.get(`/tickets/${id}`)).body.unread).toBe(false)

  const before: number[] = []
  for (let n = 0; n < 49; n += 1) before.push(await write(anna, `Message ${n}`))
  const hrefs = async () => {
    const { text } = await kim.pages.get('/notifications').expect(200)
    return pageOf(text)
      .all('link')
      .map(({ href }) => href)
  }
  expect(idsOn((await kim.pages.get(`/tickets/${id}`)).text)).toContain(wanted)
  const last = await write(anna, 'The last one')
  expect(await hrefs()).toContain(`/tickets/${id}#message-${last}`)
  expect(idsOn((await kim.pages.get(`/tickets/${id}`)).text)).not.toContain(wanted)
  const part = idsOn((await kim.pages.get(link).expect(200)).text)
  expect(part).toContain(wanted)
  expect(part).toContain(before[20])
})

test('opening an older message marks the notifications about it as read, and no newer ones', async () => {
  const old = await write(anna, 'Old news')
  for (let n = 0; n < 50; n += 1) await write(anna, `Later ${n}`)
  const unread = async () => (await inboxOf(kim, '&show=unread')).map(({ message_id }) => message_id)
  expect(await unread()).toContain(old)
  await kim.pages.get(`/tickets/${id}?message=${old}`).expect(200)
  expect(await unread()).toHaveLength(50)
  expect(await unread()).not.toContain(old)
})

test('a message that is not there shows the newest part', async () => {
  const newest = await write(anna, 'The newest')
  const elsewhere = await ticketOf(world, kim)
  const { messages } = (await kim.api.get(`/tickets/${elsewhere}/messages`)).body
  for (const message of [messages[0].id, 999_999]) {
    const { text } = await kim.pages.get(`/tickets/${id}?message=${message}`).expect(200)
    expect(idsOn(text)).toContain(newest)
  }
})

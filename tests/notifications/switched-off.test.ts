import { expect, test } from 'vitest'
import { changeSettings } from '#platform/settings/changes.ts'
import { startTalk, write } from '../conversations/people.ts'
import { pageOf } from '../support/page.ts'
import { ticketOf } from '../support/people.ts'
import { sendForm } from '../tickets/desk.ts'
import { bellOn, inboxOf, unreadOf } from './told.ts'

const { world, kim, lea, anna } = await startTalk()
const set = (messages: 'everyone' | 'off') => changeSettings(world.ctx, anna.actor, { messages })
const choicePage = async () => pageOf((await lea.pages.get('/notifications/choices').expect(200)).text)
const bellOfLea = async () => bellOn((await lea.pages.get('/home').expect(200)).text)

test('what an admin has switched off is neither counted nor listed until it is on again, nor marked as read unseen', async () => {
  const ticket = await ticketOf(world, lea)
  await anna.api.post(`/tickets/${ticket}/messages`, { message: 'In the ticket' }).expect(201)
  for (const message of ['One', 'Two']) await write(kim, lea, message)
  expect([await unreadOf(lea), await bellOfLea()]).toEqual([3, '3'])
  await set('off')
  expect([await unreadOf(lea), await bellOfLea()]).toEqual([1, '1'])
  const { body } = await lea.api.get('/notifications?limit=1').expect(200)
  expect(body).toMatchObject({ notifications: [{ kind: 'message' }], next_cursor: null })
  await lea.api.post('/notifications/read').expect(204)
  expect(await bellOfLea()).toBe('')
  const { errors } = (await lea.api.put('/notifications/choices', { direct_message: false }).expect(422)).body
  expect(errors[0].message).toBe('Nobody is notified about this: it is switched off at this desk.')
  await set('everyone')
  const unread = await inboxOf(lea, '&show=unread')
  expect(unread.map(({ kind }) => kind)).toEqual(['direct_message', 'direct_message'])
})

test('a form of choices rendered before a kind was switched on does not change it', async () => {
  const byMail = async () => (await lea.api.get('/notifications/choices').expect(200)).body.choices
  expect(await byMail()).toMatchObject({ direct_message: true, status: true })
  await set('off')
  const { idempotency_key, ...drawn } = (await choicePage()).fieldsOf('/notifications/choices')
  await set('everyone')
  await sendForm(lea, '/notifications/choices', { ...drawn, status: 'off' }).expect(303)
  expect(await byMail()).toMatchObject({ direct_message: true, status: false })
})

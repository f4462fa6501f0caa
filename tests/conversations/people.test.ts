import { describe, expect, test } from 'vitest'
import { newConversations } from '#people/conversations/limits.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { consume } from '#platform/limits/rate-limit.ts'
import { jobKinds } from '../../src/job-kinds.ts'
import { countOf, markedFields, textOf } from '../accounts/reading.ts'
import { hour } from '../support/clock.ts'
import { join, password } from '../support/people.ts'
import { messagesOf, sendForm, startTalk, write } from './people.ts'

const { world, kim, lea, max } = await startTalk()
const proof = { current_password: password }

describe('a public profile', () => {
  test('shows the names that a person gives to everybody who is logged in', async () => {
    const form = { display_name: 'Lea B.', first_name: ' Lea ', last_name: '<Brandt>' }
    await sendForm(lea, '/profile', form).expect(303)
    const { text } = await kim.pages.get('/people/LEA').expect(200)
    expect(textOf(text)).toContain('Name Lea <Brandt>')
    expect(text).toContain('href="/conversations/new?to=lea"')
    expect((await kim.api.get('/people/lea').expect(200)).body).toMatchObject({
      ...{ first_name: 'Lea', last_name: '<Brandt>', display_name: 'Lea B.' },
      ...{ may_message: true, conversation_id: null, is_staff: false },
    })
    await world.visitor().get('/people/lea').expect(303)
    // A cleared name may be sent as '' or as null.
    for (const none of ['', null]) {
      await lea.api.patch('/me', { first_name: none }).expect(200)
      expect((await kim.api.get('/people/lea')).body.first_name).toBeNull()
      await lea.api.patch('/me', { first_name: 'Lea' }).expect(200)
    }
    const wrong = await sendForm(lea, '/profile', { last_name: 'x'.repeat(41) }).expect(422)
    expect(markedFields(wrong.text)).toEqual(['last_name'])
  })

  test('is not there for who is suspended, erased or unknown', async () => {
    const [boss, out] = [await join(world, 'boss', 'admin'), await join(world, 'out')]
    const id = await write(kim, out)
    await boss.api.post(`/admin/accounts/${out.id}/suspension`, {}).expect(200)
    for (const name of ['out', 'nobody', `deleted-${out.id}`, '<b>']) {
      await kim.pages.get(`/people/${encodeURIComponent(name)}`).expect(404)
      await kim.api.get(`/people/${encodeURIComponent(name)}`).expect(404)
    }
    const { body } = await kim.api.post(`/conversations/${id}/messages`, { message: 'Hello?' }).expect(409)
    expect(body.code).toBe('recipient_suspended')
  })
})

describe('who is erased', () => {
  test('leaves what was written to the other, who cannot answer; with the second it goes', async () => {
    const [gone, stays] = [await join(world, 'gone'), await join(world, 'stays')]
    const id = await write(gone, stays, 'A last word')
    await gone.api.put('/people/kim/block').expect(204)
    const { body } = await gone.api.get('/me/data').expect(200)
    expect(body).toMatchObject({
      conversations: [{ id, with_account_id: stays.id }],
      direct_messages: [{ conversation_id: id, body: 'A last word' }],
      blocked_accounts: [{ account_id: kim.id }],
    })
    expect(textOf((await gone.pages.get('/profile/deletion').expect(200)).text)).toContain(
      'Direct messages (1) stay with the people they were written to, as from “Deleted account”.',
    )
    const blocks = await countOf(world, 'blocks')
    await gone.api.post('/me/deletion', proof).expect(204)
    expect(await countOf(world, 'blocks')).toBe(blocks - 1)
    const page = textOf((await stays.pages.get(`/conversations/${id}`).expect(200)).text)
    expect(page).toMatch(/Deleted account .*A last word.*This account was deleted/)
    expect((await messagesOf(stays, id))[0]?.author).toMatchObject({ display_name: 'Deleted account' })
    const refused = await stays.api.post(`/conversations/${id}/messages`, { message: 'Hello?' }).expect(409)
    expect(refused.body.code).toBe('recipient_deleted')

    await stays.api.post('/me/deletion', proof).expect(204)
    await new Worker(world.ctx, jobKinds).drain()
    const left = world.ctx.db.selectFrom('direct_messages').select('id').where('conversation_id', '=', id)
    expect(await left.execute()).toEqual([])
  })
})

describe('flooding', async () => {
  const limited = await startTalk({ env: { RATE_LIMITS: 'on', CUSTOMER_MESSAGES_IN_10_MINUTES: '3' } })
  const { world: there, kim: writer, lea: other } = limited

  test('is stopped by the same limit as in tickets, and what was typed stays', async () => {
    const id = await write(writer, other)
    for (let n = 0; n < 3; n++) await sendForm(writer, `/conversations/${id}/messages`, { message: `${n}` }).expect(303)
    const { text } = await sendForm(writer, `/conversations/${id}/messages`, { message: 'Much more' }).expect(429)
    expect(text).toContain('Much more</textarea>')
    expect(await messagesOf(other, id)).toHaveLength(4)
  })

  test('starting many conversations is limited too; existing ones can be continued', async () => {
    const { max, lea } = limited
    await write(max, lea)
    for (let n = 1; n < newConversations.most; n++) await consume(there.ctx, newConversations, max.id)
    const begun = await countOf(there, 'conversations')
    await max.api.post('/conversations', { username: 'kim', message: 'Buy!' }).expect(429)
    expect(await countOf(there, 'conversations')).toBe(begun)
    await write(max, lea, 'To you alone')
    there.clock.advance(hour)
    await write(max, writer)
  })
})

test('one’s conversations come page by page, those with the newest message first', async () => {
  const many = await join(world, 'many')
  const ids: number[] = []
  for (let n = 0; n < 3; n++) ids.push(await write(many, await join(world, `many${n}`), `To ${n}`))
  await write(many, max, 'To max')
  await write(many, 'many0', 'Again')
  const first = (await many.api.get('/conversations?limit=2').expect(200)).body
  const second = (await many.api.get(`/conversations?limit=2&cursor=${first.next_cursor}`).expect(200)).body
  const named = [...first.conversations, ...second.conversations].map(({ other }) => other.username)
  expect(named).toEqual(['many0', 'max', 'many2', 'many1'])
  expect(second.next_cursor).toBeNull()
})

test('the list shows how the newest message begins, and cuts no sign in two', async () => {
  const [nils, olga] = [await join(world, 'nils'), await join(world, 'olga')]
  await write(nils, olga, `${'a'.repeat(159)}\u{1F483} and on it goes`)
  const { text } = await olga.pages.get('/conversations').expect(200)
  expect(text).toContain(`${'a'.repeat(159)}\u{1F483}…`)
  expect(text).not.toContain('\uFFFD')
})

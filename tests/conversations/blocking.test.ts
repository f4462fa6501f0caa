import { expect, test } from 'vitest'
import { setSuspended } from '#people/admin/account-queries.ts'
import { block, unblock } from '#people/conversations/blocks.ts'
import { deleteAccount } from '#people/privacy/deletion.ts'
import { auditOf, textOf } from '../accounts/reading.ts'
import { hour } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join } from '../support/people.ts'
import { messagesOf, sendForm, startTalk, write } from './people.ts'

const { world, kim, lea, anna } = await startTalk()

test('a blocked person gets a plain error, and can write again after unblocking', async () => {
  const id = await write(kim, lea)
  await lea.api.put('/people/kim/block').expect(204)
  for (const [path, body] of [
    [`/conversations/${id}/messages`, { message: 'Hello?' }],
    ['/conversations', { username: 'lea', message: 'Hello?' }],
  ] as const) {
    const refused = await kim.api.post(path, body).expect(403)
    expect(refused.body).toMatchObject({ code: 'not_taken', detail: 'lea does not take messages from you.' })
  }
  const page = await sendForm(kim, `/conversations/${id}/messages`, { message: 'Hello?' }).expect(403)
  expect(textOf(page.text)).toContain('lea does not take messages from you.')
  expect(pageOf(page.text).fieldsOf(`/conversations/${id}/messages`)).toMatchObject({ message: 'Hello?' })
  const own = await lea.api.post(`/conversations/${id}/messages`, { message: 'So there' }).expect(409)
  expect(own.body.code).toBe('blocked_by_you')
  expect(await messagesOf(kim, id)).toHaveLength(1)

  await lea.api.delete('/people/kim/block').expect(204)
  await write(kim, lea, 'Thank you')
  expect(await messagesOf(lea, id)).toHaveLength(2)
})

test('it is done once, on the profile before anything was written too, and recorded without a text', async () => {
  const rosa = await join(world, 'rosa')
  for (const _ of [1, 2]) {
    const { headers } = await sendForm(rosa, '/people/kim/block').expect(303)
    expect(headers.location).toBe('/people/kim')
  }
  expect((await kim.api.get('/people/rosa').expect(200)).body).toMatchObject({
    may_message: false,
    blocked_by_you: false,
  })
  expect((await rosa.api.get('/people/kim').expect(200)).body).toMatchObject({
    may_message: false,
    blocked_by_you: true,
  })
  const { body } = await kim.api.post('/conversations', { username: 'rosa', message: 'Hello' }).expect(403)
  expect(body.code).toBe('not_taken')
  for (const [who, to, said, buttons] of [
    [kim, 'rosa', 'rosa does not take messages from you.', ['Block']],
    [rosa, 'kim', 'You have blocked kim. Unblock this person to write again.', ['Unblock']],
  ] as const) {
    const { text } = await who.pages.get(`/conversations/new?to=${to}`).expect(200)
    expect(textOf(text)).toContain(said)
    const named = pageOf(text).all('button', /lock|Send/)
    expect(named.map(({ name }) => name)).toEqual(buttons)
  }
  const refused = await sendForm(kim, '/conversations', { username: 'rosa', message: 'Hello' }).expect(403)
  expect(pageOf(refused.text).fieldsOf('/conversations')).toMatchObject({ message: 'Hello' })
  await sendForm(rosa, '/people/kim/unblock').expect(303)
  expect(
    (await auditOf(world, 'account', kim.id)).filter(({ action }) => action.startsWith('messages_')).slice(-2),
  ).toEqual([
    { action: 'messages_blocked', actor_id: rosa.id, before: null, after: null },
    { action: 'messages_unblocked', actor_id: rosa.id, before: null, after: null },
  ])
})

test('the people whom somebody blocks, and who can log in, are listed for them alone, the last first, and unblocked there', async () => {
  const [nina, otto, paul] = [await join(world, 'nina'), await join(world, 'otto'), await join(world, 'paul')]
  for (const { username } of [otto, paul]) {
    await nina.api.put(`/people/${username}/block`).expect(204)
    world.clock.advance(1000)
  }
  const first = (await nina.api.get('/blocks?limit=1').expect(200)).body
  const rest = (await nina.api.get(`/blocks?limit=1&cursor=${first.next_cursor}`).expect(200)).body
  expect([first, rest].map(({ blocks }) => blocks[0].person.username)).toEqual(['paul', 'otto'])
  expect(rest.next_cursor).toBe(null)
  expect((await otto.api.get('/blocks').expect(200)).body.blocks).toEqual([])
  const page = async () => (await nina.pages.get('/conversations/blocked').expect(200)).text
  expect((await nina.pages.get('/conversations').expect(200)).text).toContain('href="/conversations/blocked"')
  expect(textOf(await page())).toMatch(/@paul, since .* Unblock .*@otto, since .* Unblock/)
  await sendForm(nina, '/people/paul/unblock', { list: 'on' }).expect(303).expect('location', '/conversations/blocked')
  await setSuspended(world.ctx, otto.id, true)
  expect(textOf(await page())).toContain('You have not blocked anybody.')
  await setSuspended(world.ctx, otto.id, false)
  expect(textOf(await page())).toContain('@otto')
  await deleteAccount(world.ctx, null, otto.id)
  expect(textOf(await page())).toContain('You have not blocked anybody.')
})

test('nobody blocks staff, themselves or an unknown person', async () => {
  expect((await kim.api.put('/people/anna/block').expect(409)).body.code).toBe('staff_not_blocked')
  expect((await kim.api.put('/people/KIM/block').expect(409)).body.code).toBe('yourself')
  await kim.api.put('/people/nobody/block').expect(404)
  await kim.api.put(`/people/${'x'.repeat(60)}/block`).expect(404)
  expect((await kim.pages.get('/people/anna').expect(200)).text).not.toContain('/block')
  expect((await anna.pages.get('/people/kim').expect(200)).text).not.toContain('/block')
})

test('somebody blocks and unblocks sixty times an hour, and what changes nothing does not count', async () => {
  const limited = await startTalk({ env: { RATE_LIMITS: 'on' } })
  const { kim } = limited
  for (let times = 0; times < 30; times++) {
    await block(limited.world.ctx, kim.actor, 'lea')
    await block(limited.world.ctx, kim.actor, 'lea')
    await unblock(limited.world.ctx, kim.actor, 'lea')
  }
  await kim.api.put('/people/lea/block').expect(429)
  limited.world.clock.advance(hour)
  await kim.api.put('/people/lea/block').expect(204)
})

import { describe, expect, test } from 'vitest'
import { sha256 } from '#lib/sha256.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { takeAddress } from '#people/accounts/address-ownership.ts'
import { textOf } from '../accounts/reading.ts'
import { unreadOf } from '../notifications/told.ts'
import { lettersTo, newestToken, workOff } from '../support/letters.ts'
import { openMailbox } from '../support/mailbox.ts'
import { join, logInAs, type Member, password } from '../support/people.ts'
import { book, startHouse } from './stage.ts'

const mailbox = await openMailbox()
const { world, host, create } = await startHouse({ env: { EVENT_HOSTS: 'everyone', MAIL_URL: mailbox.url } })

/** Invite-only events to which an address is invited that no account has confirmed. */
async function invitedTo(email: string): Promise<number> {
  const id = await create({ visibility: 'invite_only' })
  await host.api.post(`/events/${id}/invitations`, { who: [email] }).expect(200)
  return id
}

const invitedOf = ({ body }: { body: { invitations: { email: string; person: object; state: string }[] } }) =>
  body.invitations.map(({ email, person, state }) => [email, person, state])

const stateOf = async (member: Member, id: number) => {
  const { status, body } = await member.api.get(`/events/${id}`)
  return status === 200 ? body.invitation : status
}
/** Confirms an account's address. @returns the person in a new session */
async function confirm({ id, email }: Member, address = email): Promise<Member> {
  await takeAddress(world.ctx, await getAccount(world.ctx, id), address, id)
  return logInAs(world, await getAccount(world.ctx, id))
}

test('somebody who registers without the link of an invitation gets it once the address is confirmed', async () => {
  const id = await invitedTo('Anna@example.com')
  await workOff(world)
  const account = { username: 'anna', email: 'anna@EXAMPLE.com', password }
  const { body } = await world.api().post('/api/v1/accounts').send(account).expect(201)
  expect(await stateOf(await logInAs(world, await getAccount(world.ctx, body.account.id)), id)).toBe(404)
  const token = await newestToken(world, account.email)
  await world.api().post('/api/v1/email-confirmations').send({ token }).expect(204)
  const anna = await logInAs(world, await getAccount(world.ctx, body.account.id))
  expect(await stateOf(anna, id)).toBe('open')
  expect((await book(anna, id)).status).toBe(201)
  expect(await stateOf(anna, id)).toBe('accepted')
  expect(invitedOf(await host.api.get(`/events/${id}/invitations`))).toEqual([['Anna@example.com', null, 'accepted']])
})

test('so does somebody who changes to an invited address', async () => {
  const ben = await confirm(await join(world, 'ben'))
  const id = await invitedTo('ben@work.example')
  expect(await stateOf(ben, id)).toBe(404)
  expect(await stateOf(await confirm(ben, 'ben@work.example'), id)).toBe('open')
})

test('what was withdrawn stays so, and nobody is invited to an event of their own', async () => {
  const id = await invitedTo('cleo@example.com')
  const [{ id: invitation }] = (await host.api.get(`/events/${id}/invitations`)).body.invitations
  await host.api.delete(`/events/${id}/invitations/${invitation}`).expect(204)
  expect(await stateOf(await confirm(await join(world, 'cleo')), id)).toBe(404)
  const own = await create({}, await join(world, 'dora', 'assistant'))
  await host.api.post(`/events/${own}/invitations`, { who: ['dora@example.com'] }).expect(200)
  const { host_id } = await world.ctx.db
    .selectFrom('events')
    .select('host_id')
    .where('id', '=', own)
    .executeTakeFirstOrThrow()
  const dora = await confirm(await logInAs(world, await getAccount(world.ctx, host_id)))
  expect(await stateOf(dora, own)).toBeNull()
})

test('a mail that had not gone out by then still invites', async () => {
  const id = await invitedTo('emil@example.com')
  const emil = await confirm(await join(world, 'emil'))
  expect(await stateOf(emil, id)).toBe('open')
  const subjects = (await lettersTo(world, 'emil@example.com')).map(({ subject }) => subject)
  expect(subjects.filter((subject) => subject.startsWith('An invitation'))).toHaveLength(1)
})

test('somebody who declined an invitation by address and is then invited by name is notified, and can accept', async () => {
  const vera = await confirm(await join(world, 'vera'))
  const id = await invitedTo(vera.email)
  await vera.api.post(`/events/${id}/invitation/decline`).expect(200)
  await vera.api.post('/notifications/read').expect(204)
  await host.api.post(`/events/${id}/invitations`, { who: ['vera'] }).expect(200)
  expect(await stateOf(vera, id)).toBe('open')
  expect(await unreadOf(vera)).toBe(1)
  const states = async () => invitedOf(await host.api.get(`/events/${id}/invitations`)).map(([, , state]) => state)
  await vera.api.post(`/events/${id}/invitation/decline`).expect(200)
  expect([await stateOf(vera, id), await states()]).toEqual(['declined', ['declined', 'declined']])
  await book(vera, id)
  expect([await stateOf(vera, id), await states()]).toEqual(['accepted', ['declined', 'accepted']])
})

test('the host sees that an address was refused, until it is invited again', async () => {
  const id = await invitedTo('nobody@example.com')
  mailbox.answerFor('nobody@example.com', 550)
  await workOff(world)
  const only = async () => (await host.api.get(`/events/${id}/invitations`)).body.invitations[0]
  const { id: invitation, mail_refused } = await only()
  expect(mail_refused).toBe(true)
  expect(textOf((await host.pages.get(`/events/${id}/attendees`)).text)).toContain('nobody@example.com Mail refused')
  await host.api.delete(`/events/${id}/invitations/${invitation}`).expect(204)
  await host.api.post(`/events/${id}/invitations`, { who: ['nobody@example.com'] }).expect(200)
  expect((await only()).mail_refused).toBe(false)
})

describe('mails to an address that nobody has confirmed', () => {
  async function lettersAbout(by: Member, email: string) {
    const id = await create({ title: 'You have won', location: 'www.prize.example' }, by)
    await by.api.post(`/events/${id}/invitations`, { who: [email] }).expect(200)
    await workOff(world)
    await by.api.patch(`/events/${id}`, { start_time: '18:00', notify: true }).expect(200)
    world.clock.advance(11 * 60_000)
    await workOff(world)
    await by.api.post(`/events/${id}/cancellation`, { reason: 'Claim your prize' }).expect(200)
    return lettersTo(world, email)
  }
  const chosen = /won|prize/

  test('have of a member’s event only the username and the time', async () => {
    const kurt = await confirm(await join(world, 'kurt'))
    const letters = await lettersAbout(kurt, 'stranger@example.com')
    expect(letters.map(({ subject }) => subject)).toEqual([
      'An invitation: an event of kurt',
      'Changed: an event of kurt',
      'Cancelled: an event of kurt',
    ])
    for (const letter of letters) expect(JSON.stringify(letter)).not.toMatch(chosen)
  })

  test('say also what a server whose clock is behind saves when the others have begun the next ten minutes', async () => {
    const id = await invitedTo('late@example.com')
    await workOff(world)
    const change = (start_time: string) => host.api.patch(`/events/${id}`, { start_time, notify: true }).expect(200)
    await change('18:00')
    const tenMinutes = 600_000
    world.clock.advance(tenMinutes - (world.clock.now() % tenMinutes) + 1000)
    await workOff(world)
    world.clock.advance(-2000)
    await change('18:30')
    world.clock.advance(2 * tenMinutes)
    const changed = (await lettersTo(world, 'late@example.com')).filter(({ subject }) => subject.startsWith('Changed'))
    expect(changed.at(-1)?.text).toContain('18:30')
  })

  test('and of one that staff host its title, place and reason', async () => {
    for (const letter of await lettersAbout(host, 'guest@example.com')) expect(JSON.stringify(letter)).toMatch(chosen)
  })
})

test('the link of an invitation that one account follows many times at once leads to the event each time, and another to nothing', async () => {
  const id = await invitedTo('doors@example.com')
  await workOff(world)
  const token = 'doors'.padEnd(32, 'x')
  const ofEvent = world.ctx.db.updateTable('event_invitations').where('event_id', '=', id)
  await ofEvent.set({ token_hash: sha256(token) }).execute()
  const [dan, eve] = [await join(world, 'dan'), await join(world, 'eve')]
  const follow = ({ api }: Member) => api.post('/invitations/current', { token })
  const answers = await Promise.all(Array.from({ length: 6 }, () => follow(dan)))
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200))
  await follow(eve).expect(404)
  expect(await stateOf(dan, id)).toBe('open')
})

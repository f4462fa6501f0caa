import { describe, expect, test } from 'vitest'
import { claimTicket } from '#desk/tickets/claims.ts'
import { writeMessage } from '#desk/tickets/messages.ts'
import { writeNote } from '#desk/tickets/notes.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { lettersTo, newestToken } from '../support/letters.ts'
import { apiOf, join, logInAs, type Member, password, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { halfToken, protect } from '../two-factor/authenticator-app.ts'

const world = await startApp({ env: { TRUST_PROXY: '1' } })
const boss = await join(world, 'boss', 'admin')
const desk = await join(world, 'desk', 'assistant')

const dataOf = async ({ api }: Pick<Member, 'api'>) => (await api.get('/me/data').expect(200)).body
const iso = (at = world.clock.now()) => new Date(at).toISOString()
const logIn = (login: string, address: string) =>
  world.api().post('/api/v1/sessions').set('X-Forwarded-For', address).send({ login, password: 'a wrong password' })

describe('the data that one can download', () => {
  test('has the second steps, without what opens anything', async () => {
    const kim = await join(world, 'kim')
    expect(await dataOf(kim)).toMatchObject({ two_factor: { since: null, recovery_codes_left: 0 }, passkeys: [] })
    const since = iso()
    const { recovery_codes } = await protect(world, kim)
    const half = apiOf(world, await halfToken(world, kim))
    await half.post('/sessions/second-step', { code: recovery_codes[0] }).expect(201)
    const key = { account_id: kim.id, public_key: 'thepublickey', counter: 7, transports: '["internal"]' }
    const times = { created_at: world.clock.now(), last_used_at: null }
    await world.ctx.db
      .insertInto('passkeys')
      .values([
        { ...key, ...times, id: 'thecredentialid', name: 'Laptop' },
        { ...key, ...times, id: 'another', name: 'Boss’s phone', account_id: boss.id },
      ])
      .execute()
    const data = await dataOf(kim)
    expect(data).toMatchObject({ two_factor: { since, recovery_codes_left: 9 } })
    expect(data.passkeys).toEqual([{ name: 'Laptop', created_at: iso(), last_used_at: null }])
    expect(JSON.stringify(data)).not.toMatch(/thepublickey|thecredentialid|internal/)
  })

  test('has what one chose and saved', async () => {
    const lea = await join(world, 'lea', 'assistant')
    await lea.api.put('/notifications/choices', { message: true }).expect(200)
    await lea.api.post('/saved-views', { name: 'What waits', address: 'status=open&sort=waiting' }).expect(201)
    await desk.api.post('/saved-views', { name: 'Of a colleague', address: 'status=open' }).expect(201)
    const data = await dataOf(lea)
    expect(data.notification_choices).toMatchObject({ message: true, status: false, escalated: true })
    expect(data.saved_views).toEqual([{ name: 'What waits', address: 'status=open&sort=waiting' }])
  })

  test('has the failed logins at the own account, and where one is logged in', async () => {
    const max = await join(world, 'max')
    await logIn('max', '203.0.113.7').expect(422)
    await logIn('desk', '203.0.113.8').expect(422)
    const half = await join(world, 'maxine')
    await protect(world, half)
    await halfToken(world, half)
    const data = await dataOf(max)
    expect(data.failed_logins).toEqual([
      { at: iso(world.clock.now() - 30_000), address: '203.0.113.7', reason: 'wrong' },
    ])
    expect((await dataOf(half)).sessions).toHaveLength(1)
  })

  test('does not contain failed logins by an unconfirmed address, which may be another person’s', async () => {
    const email = 'shared@example.com'
    const register = async (username: string) => {
      const { body } = await world.api().post('/api/v1/accounts').send({ username, email, password }).expect(201)
      return { id: body.account.id as number, api: apiOf(world, body.session.access_token) }
    }
    const [first, second] = [await register('first'), await register('second')]
    await logIn(email, '203.0.113.9').expect(422)
    for (const one of [first, second]) {
      const data = await dataOf(one)
      expect(data.failed_logins).toEqual([])
      expect(JSON.stringify(data.audit_entries)).not.toContain('login_failed')
    }

    // Both got a link; the newest must be the first account's.
    expect(await lettersTo(world, email)).toHaveLength(2)
    await first.api.post('/me/email-confirmation').expect(204)
    const token = await newestToken(world, email)
    await world.api().post('/api/v1/email-confirmations').send({ token }).expect(204)
    await logIn(email, '203.0.113.10').expect(422)
    const owner = await logInAs(world, await getAccount(world.ctx, first.id))
    expect((await dataOf(owner)).failed_logins).toMatchObject([{ address: '203.0.113.10' }])
    expect((await dataOf(second)).failed_logins).toEqual([])
  })

  test('has what the log says of oneself, and not who else it was', async () => {
    const nia = await join(world, 'nia')
    const ticket = await ticketOf(world, nia)
    await claimTicket(world.ctx, desk.actor, ticket, null)
    await writeNote(world.ctx, desk.actor, ticket, 'A secret note about nia')
    await writeMessage(world.ctx, desk.actor, ticket, 'We are looking.')
    const away = { 'X-Forwarded-For': '203.0.113.11' }
    await boss.api.patch(`/admin/accounts/${nia.id}`, { display_name: 'Nia N.' }).set(away).expect(200)
    await nia.api.patch('/me', { display_name: 'Nia again' }).set('X-Forwarded-For', '203.0.113.12').expect(200)
    const data = await dataOf(nia)
    const account = { entity: 'account', entity_id: nia.id }
    const own = { by_self: true, address: null }
    expect(data.audit_entries).toEqual([
      { at: iso(), action: 'registered', ...account, ...own },
      { at: iso(), action: 'opened', entity: 'ticket', entity_id: ticket, ...own },
      { at: iso(), action: 'account_renamed', ...account, by_self: false, address: null },
      { at: iso(), action: 'profile_changed', ...account, by_self: true, address: '203.0.113.12' },
    ])
    expect(JSON.stringify(data)).not.toMatch(/secret note|203\.0\.113\.11|boss|desk|looking/)
  })
})

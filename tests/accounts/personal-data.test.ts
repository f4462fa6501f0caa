import { describe, expect, test } from 'vitest'
import { claimTicket } from '#desk/tickets/claims.ts'
import { writeMessage } from '#desk/tickets/messages.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { join, joinConfirmed, password, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { protect } from '../two-factor/authenticator-app.ts'
import { auditOf, countOf, markedFields } from './reading.ts'

const statements: string[] = []
const world = await startApp({ onStatement: ({ query }) => statements.push(query.sql) })
const limited = await startApp({ env: { RATE_LIMITS: 'on' } })
const boss = await join(world, 'boss', 'admin')
const desk = await join(world, 'desk', 'assistant')
const logIn = (login: string, secret = password) =>
  world.api().post('/api/v1/sessions').send({ login, password: secret })
const proof = { current_password: password }

describe('downloading one’s own data', () => {
  test('gives all that is one’s own as a file and over the API, and nothing of anybody else', async () => {
    const [kim, other] = [await join(world, 'kim'), await join(world, 'other')]
    const mine = await ticketOf(world, kim, 'My own umbrella')
    const foreign = await ticketOf(world, other, 'A foreign umbrella')
    await writeMessage(world.ctx, kim.actor, mine, 'Is it found yet?')
    await writeMessage(world.ctx, desk.actor, mine, 'Not by the desk so far.')
    await kim.api
      .patch(`/tickets/${mine}`, { title: 'My own red umbrella', message: 'In room 3, I think.' })
      .expect(200)

    const { body } = await kim.api.get('/me/data').expect(200)
    expect(body).toMatchObject({
      account: { username: 'kim', email: kim.email },
      tickets: [{ id: mine, title: 'My own red umbrella' }],
      messages: [{ body: 'In room 3, I think.' }, { body: 'Is it found yet?' }],
      edits: [
        { ticket_id: mine, message_id: null, before: 'My own umbrella' },
        { ticket_id: mine, message_id: body.messages[0].id, before: 'I left it in room 2 yesterday.' },
      ],
      notifications: [{ kind: 'message', subject: { type: 'ticket', id: mine }, read_at: null }],
    })
    expect(JSON.stringify(body)).not.toContain('by the desk')
    expect(body.sessions).toHaveLength(1)
    expect(body.tickets).not.toContainEqual(expect.objectContaining({ id: foreign }))

    const file = await kim.pages.get('/profile/data').expect(200)
    expect(file.headers['content-disposition']).toBe('attachment; filename=supportme-kim.json')
    expect(file.headers['cache-control']).toContain('no-store')
    expect(JSON.parse(file.text)).toEqual(body)
  })

  test('has all that somebody wrote, however much that is', async () => {
    const max = await join(world, 'max')
    const ticket_id = await ticketOf(world, max)
    const message = {
      ticket_id,
      author_id: max.id,
      kind: 'message',
      from_staff: 0,
      sent_at: world.clock.now(),
    } as const
    const bodies = Array.from({ length: 120 }, (_, n) => `Message ${n}`)
    await world.ctx.db
      .insertInto('messages')
      .values(bodies.map((body) => ({ ...message, body })))
      .execute()
    const { body } = await max.api.get('/me/data').expect(200)
    expect(body.messages.slice(1).map(({ body }: { body: string }) => body)).toEqual(bodies)
    expect(body.audit_entries).toMatchObject([{ action: 'registered' }, { action: 'opened' }])
    expect(body.edits).toEqual([])
  })

  test('is asked for five times in ten minutes at most', async () => {
    const lea = await join(limited, 'lea')
    for (let n = 0; n < 4; n++) await lea.api.get('/me/data').expect(200)
    await lea.pages.get('/profile/data').expect(200)
    const { body } = await lea.api.get('/me/data').expect(429)
    expect(body.retry_after).toBe(600)
    await lea.pages.get('/profile/data').expect(429)
  })

  test('holds no secret', async () => {
    const lea = await join(world, 'lea')
    const { secret, recovery_codes } = await protect(world, lea)
    const { text } = await lea.api.get('/me/data').expect(200)
    const row = world.ctx.db.selectFrom('accounts').select('password_hash').where('id', '=', lea.id)
    const { password_hash } = await row.executeTakeFirstOrThrow()
    for (const kept of [secret, ...recovery_codes, password_hash, lea.token, lea.actor.session_id, 'argon2'])
      expect(text).not.toContain(kept)
  })
})

describe('deleting one’s own account', () => {
  test.each(['page', 'api'] as const)(
    'by %s asks for the password and leaves nothing of the person',
    async (router) => {
      const name = `gone${router}`
      for (const login of [name, `${name}@example.com`]) await logIn(login).expect(422)
      const gone = await joinConfirmed(world, name)
      const ticket = await ticketOf(world, gone, 'A ticket that stays')
      await writeMessage(world.ctx, desk.actor, ticket, 'We are looking.')
      await protect(world, gone)
      await gone.api.post('/saved-views', { name: `About ${name}`, address: 'status=open' }).expect(201)
      await gone.api.patch('/me', { display_name: `${name} with another name` }).expect(200)
      await boss.api.patch(`/admin/accounts/${gone.id}`, { display_name: `${name} the third` }).expect(200)
      await gone.api.put('/notifications/choices', { message: false }).expect(200)
      await logIn(name, 'a wrong password').expect(422)
      await gone.api.post('/me/email-confirmation').expect(204)
      await gone.api.post('/password-resets', { login: name }).expect(204)
      const refusal = { status: 'dead', last_error: `550 <${gone.email.toUpperCase()}> is unknown here` } as const
      const mail = { kind: 'notification_mail', payload: '{"id":0}', attempts: 20, run_at: 0, created_at: 0 }
      await world.ctx.db
        .insertInto('jobs')
        .values({ ...mail, ...refusal })
        .execute()
      const act = (body: object) =>
        router === 'page'
          ? gone.pages.post('/profile/deletion').type('form').send(body).redirects(0)
          : gone.api.post('/me/deletion', body)

      const refused = await act({ current_password: 'not the password' })
      expect(refused.status).toBe(422)
      if (router === 'page') expect(markedFields(refused.text)).toEqual(['current_password'])
      await gone.api.get('/me').expect(200)

      expect((await act(proof)).status).toBe(router === 'page' ? 303 : 204)
      await gone.api.get('/me').expect(401)
      expect(await tablesThatName(name)).toEqual([])
      expect((await auditOf(world, 'account', gone.id)).at(-1)).toMatchObject({ action: 'deleted', actor_id: gone.id })

      const { body } = await desk.api.get(`/tickets/${ticket}/messages`).expect(200)
      expect(body.messages).toMatchObject([
        { body: 'I left it in room 2 yesterday.', author: { id: gone.id, display_name: 'Deleted account' } },
        { body: 'We are looking.', author: { id: desk.id } },
      ])
      await logIn(name).expect(422)
      await logIn(gone.email).expect(422)
    },
  )

  test('takes the addresses out of what mail servers said, who know a domain in other letters', async () => {
    const { id, api } = await join(world, 'umlaut')
    const others = { pending_email: 'umlaut_next@example.com', lost_email: 'umlaut-lost@example.com' }
    await updateAccount(world.ctx, id, { email: 'umlaut@müller.example', ...others })
    const job = { kind: 'notification_mail', payload: '{"id":0}', attempts: 20, run_at: 0, created_at: 0 }
    const anothers = 'another-umlaut-next@example.com'
    for (const address of ['umlaut@xn--mller-kva.example', anothers, ...Object.values(others)]) {
      const last_error = `550 <${address}> is unknown here`
      await world.ctx.db
        .insertInto('jobs')
        .values({ ...job, status: 'dead', last_error })
        .execute()
    }
    statements.length = 0
    await api.post('/me/deletion', proof).expect(204)
    // Each scans all messages.
    expect(statements.filter((text) => text.includes('"last_error" is not null'))).toHaveLength(1)
    const said = await world.ctx.db.selectFrom('jobs').select('last_error').execute()
    expect(said.filter(({ last_error }) => last_error?.includes('umlaut'))).toEqual([
      { last_error: `550 <${anothers}> is unknown here` },
    ])
  })

  test('leaves no name or address where tries are counted', async () => {
    const { email, api } = await join(limited, 'tried')
    for (const login of ['tried', email]) {
      await limited.api().post('/api/v1/sessions').send({ login, password: 'a wrong password' }).expect(422)
      await limited.api().post('/api/v1/password-resets').send({ login }).expect(204)
    }
    await api.put('/me/email', { email: 'tried-next@example.com', ...proof }).expect(200)
    await api.post('/me/deletion', proof).expect(204)
    expect(await tablesThatName('tried', limited)).toEqual([])
  })

  test('lets somebody else take the name and the address', async () => {
    const ada = await join(world, 'ada')
    await ada.api.post('/me/deletion', proof).expect(204)
    const again = { username: 'ADA', email: ada.email, password }
    const { body } = await world.api().post('/api/v1/accounts').send(again).expect(201)
    expect(body.account.id).not.toBe(ada.id)
    expect((await desk.api.get(`/accounts/${ada.id}`).expect(200)).body.display_name).toBe('Deleted account')
  })

  test('puts back what an assistant looked after', async () => {
    const [leaving, customer] = [await join(world, 'leaving', 'assistant'), await join(world, 'customer')]
    const ticket = await ticketOf(world, customer)
    await claimTicket(world.ctx, leaving.actor, ticket, null)
    await leaving.api.post('/me/deletion', proof).expect(204)
    expect((await desk.api.get(`/tickets/${ticket}`).expect(200)).body.assistant).toBeNull()
  })

  test('is refused to the last admin; of the last two who go at once one stays', async () => {
    const refused = await boss.api.post('/me/deletion', proof)
    expect([refused.status, refused.body.code]).toEqual([409, 'last_admin'])
    await boss.pages.post('/profile/deletion').type('form').send(proof).expect(409)
    const only = (await boss.pages.get('/profile/deletion').expect(200)).text
    expect([only.includes('This is the last admin'), only.includes('Delete my account')]).toEqual([true, false])
    const vice = await join(world, 'vice', 'admin')
    const answers = await Promise.all([boss, vice].map(({ api }) => api.post('/me/deletion', proof)))
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409])
    expect(await countOf(world, 'accounts')).toBeGreaterThan(0)
  })
})

/** The tables that still contain a word, including jobs and captured mails. */
async function tablesThatName(word: string, { ctx } = world): Promise<string[]> {
  const found: string[] = []
  for (const { name } of await ctx.db.introspection.getTables()) {
    // Captured mails exist only in development.
    if (name === 'captured_mails') continue
    const rows = await ctx.db
      .selectFrom(name as 'accounts')
      .selectAll()
      .execute()
    if (JSON.stringify(rows).toLowerCase().includes(word)) found.push(name)
  }
  return found
}

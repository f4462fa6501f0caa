import { describe, expect, test } from 'vitest'
import { deleteAccount } from '#people/privacy/deletion.ts'
import { findDrafts, keepForm, saveDraft } from '#platform/drafts/drafts.ts'
import { textOf } from '../accounts/reading.ts'
import { pageOf } from '../support/page.ts'
import { join, type Member, password, ticketOf } from '../support/people.ts'
import { sendForm, startDesk, threadOf } from '../tickets/desk.ts'
import { protect } from '../two-factor/authenticator-app.ts'

const { world, customer, anna, ben, open } = await startDesk()
const [minute, day] = [60_000, 24 * 3_600_000]
const typed = (text: string) => ({ message: text })
const save = (member: Member, place: string, fields: object, more: Record<string, string> = {}) =>
  sendForm(member, '/drafts', { place, fields: JSON.stringify(fields), ...more })
const draftOf = async (member: { id: number }, place: string) =>
  (await findDrafts(world.ctx, member.id, [place])).get(place)?.fields ?? null
const boxOf = async (member: Member, id: number) =>
  pageOf((await member.pages.get(`/tickets/${id}`)).text).fieldsOf(`/tickets/${id}/messages`).message

describe('a draft', () => {
  test('is an account’s at a place: shown to it alone, replaced by the next, and gone when it is empty', async () => {
    const id = await open()
    const place = `ticket-${id}`
    const { body } = await save(anna, place, typed('Half <a> thought')).expect(200)
    expect(body).toEqual({ saved_at: world.clock.now() })
    await save(anna, place, typed('Half <a> thought, and more')).expect(200)
    expect([await boxOf(anna, id), await boxOf(ben, id), await boxOf(customer, id)]).toEqual([
      'Half <a> thought, and more',
      '',
      '',
    ])
    await save(anna, place, { message: ' \n', kind: 'note' }).expect(200)
    expect(await draftOf(anna, place)).toBe(null)
  })

  test('is not saved for an account that was erased meanwhile, nor is its unsent form', async () => {
    const mona = await join(world, 'mona')
    await deleteAccount(world.ctx, null, mona.id)
    expect(await saveDraft(world.ctx, mona.id, 'new-ticket', typed('What was typed'))).toEqual({ saved_at: null })
    expect(await keepForm(world.ctx, mona.id, 'new-ticket', typed('What was sent'))).toBe(false)
    expect(await draftOf(mona, 'new-ticket')).toBe(null)
  })

  test('of a note is a note again, and of an edit stands where the text stood', async () => {
    const id = await open()
    await save(anna, `ticket-${id}`, { message: 'Between us', kind: 'note' }).expect(200)
    const page = pageOf((await anna.pages.get(`/tickets/${id}`)).text)
    expect(page.fieldsOf(`/tickets/${id}/messages`)).toMatchObject({ kind: 'note' })
    await save(customer, `ticket-${id}-edit`, { title: 'My red umbrella', message: 'Half an edit' }).expect(200)
    const { text } = await customer.pages.get(`/tickets/${id}/edit`).expect(200)
    expect(text).toContain('value="My red umbrella"')
    expect(text).toContain('Half an edit</textarea>')
  })

  test('goes with what is sent, in the same transaction, and does not come back late', async () => {
    const id = await open()
    const place = `ticket-${id}`
    await save(customer, place, typed('Half')).expect(200)
    await sendForm(customer, `/tickets/${id}/messages`, { message: '!nonsense' }).expect(422)
    expect(await draftOf(customer, place)).toEqual(typed('Half'))
    const key = 'the-key-of-this-form'
    await sendForm(customer, `/tickets/${id}/messages`, { message: 'Whole', idempotency_key: key }).expect(303)
    expect(await draftOf(customer, place)).toBe(null)
    const { body } = await save(customer, place, typed('Whole'), { key }).expect(200)
    expect(body).toEqual({ saved_at: null, sent_to: expect.stringMatching(`^/tickets/${id}#message-`) })
    expect(await draftOf(customer, place)).toBe(null)

    await save(customer, 'new-ticket', { title: 'Half a title', message: '' }).expect(200)
    await sendForm(customer, '/tickets', { title: 'A whole title', message: 'And a message' }).expect(303)
    expect(await draftOf(customer, 'new-ticket')).toBe(null)
  })

  test('that was begun on one page and is continued on another is sent only once', async () => {
    const id = await open()
    const send = (key: string) =>
      sendForm(customer, `/tickets/${id}/messages`, { message: 'Whole', idempotency_key: key }).expect(303)
    const keyOnPage = async () =>
      pageOf((await customer.pages.get(`/tickets/${id}`)).text).fieldsOf(`/tickets/${id}/messages`)
        .idempotency_key as string
    const first = await keyOnPage()
    expect(await keyOnPage()).not.toBe(first)
    await save(customer, `ticket-${id}`, typed('Whole'), { key: first }).expect(200)
    await send(await keyOnPage())
    await send(first)
    expect((await threadOf(customer, id)).filter(({ body }) => body === 'Whole')).toHaveLength(1)

    await save(customer, 'new-ticket', { title: 'Half a title', message: '' }, { key: 'the-only-key' }).expect(200)
    expect((await customer.pages.get('/tickets/new')).text).toContain('value="the-only-key"')
    await save(customer, 'new-ticket', { title: '', message: '' }).expect(200)
  })

  test('that is longer than any message, or for no place, is not kept', async () => {
    expect((await save(ben, 'new-ticket', typed('x'.repeat(24_001))).expect(200)).body).toEqual({ saved_at: null })
    const longest = typed('🩰'.repeat(10_000))
    await save(ben, 'new-ticket', longest).expect(200)
    expect(await draftOf(ben, 'new-ticket')).toEqual(longest)
    for (const place of ['', 'Ticket 1', 'ticket-12345678901', '../x']) await save(ben, place, typed('x')).expect(422)
    await sendForm(ben, '/drafts', { place: 'new-ticket', fields: 'no JSON' }).expect(422)
    await sendForm(ben, '/drafts', { place: 'new-ticket', fields: '{"message":[1]}' }).expect(422)
  })

  test('is limited in number: the oldest go', async () => {
    const lee = await join(world, 'lee')
    for (let number = 1; number <= 202; number++) {
      world.clock.advance(1)
      await saveDraft(world.ctx, lee.id, `ticket-${number}`, typed(String(number)))
    }
    expect(await draftOf(lee, 'ticket-2')).toBe(null)
    expect(await draftOf(lee, 'ticket-3')).toEqual(typed('3'))
  })

  test('is in the download of one’s data, and erased with the account', async () => {
    const mia = await join(world, 'mia')
    await save(mia, 'new-ticket', { title: 'Half a title', message: '' }).expect(200)
    const { drafts } = (await mia.api.get('/me/data').expect(200)).body
    expect(drafts).toMatchObject([{ place: 'new-ticket', fields: { title: 'Half a title' } }])
    await deleteAccount(world.ctx, null, mia.id)
    expect(await draftOf(mia, 'new-ticket')).toBe(null)
  })
})

describe('a form that comes without its session', () => {
  const session = async (member: Member) => {
    const { body } = await world.api().post('/api/v1/sessions').send({ login: member.username, password }).expect(201)
    return body.access_token as string
  }
  const asVisitor = (token?: string) => {
    const visitor = world.visitor()
    if (token) visitor.jar.setCookie(`session=${token}`, '127.0.0.1', '/')
    return (path: string, fields: object) =>
      visitor
        .post(path)
        .set('Referer', `${world.url}${path.replace('/messages', '')}`)
        .type('form')
        .send(fields)
  }
  const form = (id: number, author: Member, message = 'Sent too late') => ({
    message,
    draft_place: `ticket-${id}`,
    drawn_for: String(author.id),
  })

  test('is kept under the account of the session that ended, for ten minutes', async () => {
    const id = await open()
    const token = await session(customer)
    await world.api().delete('/api/v1/sessions/current').set('Authorization', `Bearer ${token}`).expect(204)
    const { headers } = await asVisitor(token)(`/tickets/${id}/messages`, form(id, customer)).expect(303)
    expect(headers.location).toBe(`/login?next=${encodeURIComponent(`/tickets/${id}`)}`)
    expect(await boxOf(customer, id)).toBe('Sent too late')
    world.clock.advance(11 * minute)
    expect(await boxOf(customer, id)).toBe('')
    expect(await threadOf(customer, id)).toHaveLength(1)
  })

  test('is sent only once, whether it was sent before its session ended or after the next login', async () => {
    const id = await open()
    const at = `/tickets/${id}/messages`
    const before = { ...form(id, customer, 'before'), idempotency_key: 'before' }
    const late = { ...form(id, customer, 'late'), idempotency_key: 'late' }
    const token = await session(customer)
    await sendForm(customer, at, before).expect(303)
    await world.api().delete('/api/v1/sessions/current').set('Authorization', `Bearer ${token}`).expect(204)
    await asVisitor(token)(at, before).expect(303)
    expect(await boxOf(customer, id)).toBe('')
    await asVisitor(token)(at, late).expect(303)
    const kept = pageOf((await customer.pages.get(`/tickets/${id}`)).text).fieldsOf(at)
    expect(kept).toMatchObject({ message: 'late', idempotency_key: 'late' })
    await sendForm(customer, at, late).expect(303)
    await asVisitor(token)(at, late).expect(303)
    expect(await boxOf(customer, id)).toBe('')
    expect((await threadOf(customer, id)).map(({ body }) => body).slice(1)).toEqual(['before', 'late'])
  })

  test('with addresses of colleagues to invite is there after the login, until they are invited', async () => {
    const boss = await join(world, 'boss', 'admin')
    const at = '/admin/invitations'
    const fieldsOf = async () => pageOf((await boss.pages.get(at).expect(200)).text).fieldsOf(at)
    const form = { ...(await fieldsOf()), emails: 'nina@example.com, max@example.com', account_type: 'admin' }
    const token = await session(boss)
    await world.api().delete('/api/v1/sessions/current').set('Authorization', `Bearer ${token}`).expect(204)
    await asVisitor(token)(at, form).expect(303)
    expect(await fieldsOf()).toMatchObject(form)
    await sendForm(boss, at, form).expect(303)
    expect(await fieldsOf()).toMatchObject({ emails: '', account_type: 'assistant' })
  })

  test('replaces nothing that was saved with a session, and is not kept for another account', async () => {
    const id = await open()
    await save(customer, `ticket-${id}`, typed('Mine')).expect(200)
    await keepForm(world.ctx, customer.id, `ticket-${id}`, typed('Somebody’s'))
    expect(await draftOf(customer, `ticket-${id}`)).toEqual(typed('Mine'))
    const token = await session(anna)
    await world.api().delete('/api/v1/sessions/current').set('Authorization', `Bearer ${token}`).expect(204)
    await asVisitor(token)(`/tickets/${id}/messages`, form(id, customer)).expect(303)
    expect([await boxOf(anna, id), await boxOf(customer, id)]).toEqual(['', 'Mine'])
  })

  test('is carried by the login page where no session is known: sealed, stored nowhere, for its author', async () => {
    const id = await open()
    const page = await asVisitor()(`/tickets/${id}/messages`, form(id, customer)).expect(401)
    const { carried = '' } = pageOf(page.text).fieldsOf('/login')
    expect(await draftOf(customer, `ticket-${id}`)).toBe(null)
    const logIn = (member: Member, carried: string) =>
      asVisitor()('/login', { login: member.username, password, carried, next: `/tickets/${id}` }).expect(303)
    await logIn(customer, `${carried.slice(1)}`)
    expect((await logIn(anna, carried)).headers.location).toBe(`/tickets/${id}`)
    const second = await join(world, 'second')
    await protect(world, second)
    expect((await logIn(second, carried)).headers.location).toMatch('/login/second-step?next=')
    expect([await boxOf(customer, id), await boxOf(anna, id)]).toEqual(['', ''])
    await logIn(customer, carried)
    expect(await boxOf(customer, id)).toBe('Sent too late')
  })

  test('takes the place of no draft, however many come', async () => {
    const id = await open()
    await save(anna, `ticket-${id}`, typed('My own')).expect(200)
    world.clock.advance(1)
    for (let n = 0; n < 200; n += 1) await keepForm(world.ctx, anna.id, `ticket-${id}-${n}`, typed('Another’s'))
    expect(await draftOf(anna, `ticket-${id}`)).toEqual(typed('My own'))
    expect(await draftOf(anna, `ticket-${id}-199`)).toEqual(typed('Another’s'))
  })

  test('that another account has opened is not sent: its author gets the text back', async () => {
    const id = await open()
    const page = await sendForm(anna, `/tickets/${id}/messages`, form(id, customer, 'My own <words>')).expect(409)
    expect(page.headers['x-drawn-for']).toBe(String(customer.id))
    expect(textOf(page.text)).toContain('Another account is logged in')
    expect(page.text).toContain('My own &lt;words&gt;</textarea>')
    await save(anna, `ticket-${id}`, typed('x'), { drawn_for: String(customer.id) }).expect(409)
    expect([await draftOf(anna, `ticket-${id}`), await draftOf(customer, `ticket-${id}`)]).toEqual([null, null])
    expect(await threadOf(customer, id)).toHaveLength(1)
    expect(await ticketOf(world, customer, 'Still possible')).toBeGreaterThan(id)
  })
})

// The last test, as it ends every session.
test('a draft is kept for 30 days', async () => {
  await save(ben, 'new-ticket', typed('Old')).expect(200)
  world.clock.advance(30 * day - minute)
  expect(await draftOf(ben, 'new-ticket')).toEqual(typed('Old'))
  world.clock.advance(2 * minute)
  expect(await draftOf(ben, 'new-ticket')).toBe(null)
})

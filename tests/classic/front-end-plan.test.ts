import { describe, expect, test } from 'vitest'
import { markedFields, textOf } from '../accounts/reading.ts'
import { pagesOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { listedOn } from '../tickets/desk.ts'
import { anError, client, openTicket, type Person, password, join as register } from './client.ts'

const world = await startApp()
const join = async (...who: [name: string, type?: 'assistant']) => {
  const person = await register(world, ...who)
  return { ...person, pages: pagesOf(world, person.token) }
}
const send = (pages: ReturnType<typeof pagesOf>, path: string, fields: object) =>
  pages.post(path).type('form').send(fields)
const read = async (pages: ReturnType<typeof pagesOf>, path: string) => (await pages.get(path).expect(200)).text
const ticketOf = async (person: Person, id: number) =>
  (await person.get(`/get-ticket/${id}`).expect(200)).body.ticket_data
const [kim, anna] = [await join('kim'), await join('anna', 'assistant')]

/**
 * What the first version's front end let people do, step by step, as its pages and scripts had it: each on today's pages
 * and by the contract that its scripts called.
 */
describe('the first version’s front end', () => {
  const account = { username: 'lea', email: 'lea@example.com', password }

  test('1. registering with two different passwords is refused', async () => {
    const form = { ...account, password_confirmation: `${password}!` }
    expect(markedFields((await send(world.visitor(), '/register', form).expect(422)).text)).toEqual([
      'password_confirmation',
    ])
    expect((await client(world).post('/login', { username: 'lea', password }).expect(400)).body).toEqual(anError)
  })

  test('2. registering with what is not allowed is refused, naming the field', async () => {
    for (const [field, value] of [
      ['username', 'le_a'],
      ['email', 'lea'],
      ['password', 'short'],
    ] as const) {
      const form = { ...account, [field]: value }
      const page = await send(world.visitor(), '/register', { ...form, password_confirmation: form.password }).expect(
        422,
      )
      expect(markedFields(page.text)).toContain(field)
      expect((await client(world).post('/register', form).expect(400)).body.error).toContain(field)
    }
  })

  test('3. registering logs in and leads home', async () => {
    const visitor = world.visitor()
    await send(visitor, '/register', { ...account, password_confirmation: password })
      .expect(303)
      .expect('location', '/home')
    expect(textOf(await read(visitor, '/home'))).toContain('Hello, lea')
    const { body } = await client(world).post('/login', { username: 'lea', password }).expect(200)
    expect(body).toEqual({ access_token: expect.any(String) })
  })

  test('4. logging in with a wrong password is refused', async () => {
    const page = await send(world.visitor(), '/login', { login: 'kim', password: 'a wrong one' }).expect(422)
    expect(page.text).toContain('value="kim"')
    expect((await client(world).post('/login', { username: 'kim', password: 'a wrong one' }).expect(400)).body).toEqual(
      anError,
    )
  })

  test('5. logging in leads home, where it is said who one is', async () => {
    const visitor = world.visitor()
    await send(visitor, '/login', { login: 'kim', password }).expect(303).expect('location', '/home')
    expect(textOf(await read(visitor, '/home'))).toContain('Hello, kim')
    expect((await kim.get(`/get-profile/${kim.id}`).expect(200)).body.user).toMatchObject({
      username: 'kim',
      account_type: 1,
    })
  })

  test('6. without a login, home, tickets and profile lead to the login', async () => {
    const id = await openTicket(kim)
    for (const path of ['/home', '/profile', '/tickets/new', `/tickets/${id}`])
      await world
        .visitor()
        .get(path)
        .expect(303)
        .expect('location', `/login?next=${encodeURIComponent(path)}`)
    for (const path of [`/get-ticket/${id}`, `/get-open-tickets/${kim.id}`])
      expect((await client(world).get(path).expect(403)).body).toEqual(anError)
  })

  test('7. home shows a customer open and closed tickets, and leads to opening one', async () => {
    const max = await join('max')
    const [open, closed] = [await openTicket(max), await openTicket(max)]
    await max.post(`/ticket/${closed}`, { message: '!close' }).expect(200)
    const home = await read(max.pages, '/home')
    expect([listedOn(home, 'Open'), listedOn(home, 'Closed')]).toEqual([[open], [closed]])
    expect(home).toContain('href="/tickets/new"')
    expect(home).not.toContain('id="section-unclaimed"')
    for (const [list, id] of [
      ['open', open],
      ['closed', closed],
    ] as const) {
      const { tickets } = (await max.get(`/get-${list}-tickets/${max.id}`).expect(200)).body
      expect(tickets).toMatchObject([{ ticket_id: id }])
    }
    expect((await max.get('/get-unclaimed-tickets').expect(403)).body).toEqual(anError)
  })

  test('8. a ticket with a short title or message is refused, and what was typed is kept', async () => {
    const form = { title: 'Short', message: 'Help me' }
    const page = await send(kim.pages, '/tickets', form).expect(422)
    expect(markedFields(page.text)).toEqual(['title', 'message'])
    for (const typed of Object.values(form)) expect(page.text).toContain(typed)
    for (const bad of [{ ticket_title: 'Short' }, { message: 'Help me' }])
      await kim.post('/ticket/new', { ticket_title: 'A long title', message: 'A long message', ...bad }).expect(400)
  })

  test('9. opening a ticket leads to its page, which says what, when and by whom', async () => {
    const form = { title: 'My lost umbrella', message: 'I left it in room 2.' }
    const { location } = (await send(kim.pages, '/tickets', form).expect(303)).headers
    const id = Number(/^\/tickets\/(\d+)/.exec(location ?? '')?.[1])
    const page = textOf(await read(kim.pages, `/tickets/${id}`))
    for (const words of ['My lost umbrella', `#${id}`, 'Opened by kim', 'Nobody yet', 'I left it in room 2.'])
      expect(page).toContain(words)
    const data = { ticket_id: id, customer_id: kim.id, assistant_id: -1, closed_at: -1, title: 'My lost umbrella' }
    expect(await ticketOf(kim, id)).toMatchObject(data)
  })

  test('10. a message is added to the conversation', async () => {
    const id = await openTicket(kim)
    await send(kim.pages, `/tickets/${id}/messages`, { message: 'Is there any news?' }).expect(303)
    await kim.post(`/ticket/${id}`, { message: 'I could come by.' }).expect(200)
    const page = textOf(await read(kim.pages, `/tickets/${id}`))
    for (const words of ['Is there any news?', 'I could come by.']) expect(page).toContain(words)
    const { message_list } = (await kim.get(`/get-messages/${id}`).expect(200)).body
    expect(message_list.slice(0, 2)).toMatchObject([{ body: 'I could come by.' }, { body: 'Is there any news?' }])
  })

  test('11. an empty message is refused', async () => {
    const id = await openTicket(kim)
    expect(markedFields((await send(kim.pages, `/tickets/${id}/messages`, { message: '' }).expect(422)).text)).toEqual([
      'message',
    ])
    expect((await kim.post(`/ticket/${id}`, { message: '' }).expect(400)).body).toEqual(anError)
  })

  test('12. home shows an assistant what can be claimed, oldest first, and no way to open a ticket', async () => {
    const ids = [await openTicket(kim), await openTicket(kim)]
    const home = await read(anna.pages, '/home')
    const { tickets } = (await anna.get('/get-unclaimed-tickets').expect(200)).body
    const unclaimed = tickets.filter(({ closed_at }: { closed_at: number }) => closed_at === -1)
    expect(unclaimed.map(({ ticket_id }: { ticket_id: number }) => ticket_id).slice(-2)).toEqual(ids)
    const shown = listedOn(home, 'Unclaimed and waiting')
    expect(shown).toEqual([...shown].sort((a, b) => a - b))
    expect(home).not.toContain('href="/tickets/new"')
    expect(
      (await anna.post('/ticket/new', { ticket_title: 'A long title', message: 'A long message' }).expect(403)).body,
    ).toEqual(anError)
  })

  test('13. claiming makes a ticket the assistant’s, and the conversation says so', async () => {
    const ids = [await openTicket(kim), await openTicket(kim)] as const
    await send(anna.pages, `/tickets/${ids[0]}/claim`, { expected_assistant_id: '' }).expect(303)
    await anna.post(`/ticket/${ids[1]}`, { message: '!claim' }).expect(200)
    for (const id of ids) {
      const page = textOf(await read(kim.pages, `/tickets/${id}`))
      expect(page).toContain('Claimed by anna')
      expect(page).toContain(`anna (#${anna.id}) claimed this ticket.`)
      expect(await ticketOf(kim, id)).toMatchObject({ assistant_id: anna.id })
    }
    const { tickets } = (await anna.get(`/get-open-tickets/${anna.id}`).expect(200)).body
    expect(tickets.map(({ ticket_id }: { ticket_id: number }) => ticket_id)).toEqual(expect.arrayContaining([...ids]))
  })

  test('14. closing is for its customer and the assistant, and the conversation says so', async () => {
    for (const person of [kim, anna]) {
      const ids = [await openTicket(kim), await openTicket(kim)] as const
      await send(person.pages, `/tickets/${ids[0]}/closure`, {}).expect(303)
      await person.post(`/ticket/${ids[1]}`, { message: '!close' }).expect(200)
      for (const id of ids) {
        expect(textOf(await read(kim.pages, `/tickets/${id}`))).toContain(
          `${person.username} (#${person.id}) closed this ticket.`,
        )
        expect((await ticketOf(kim, id)).closed_at).toBeGreaterThan(0)
      }
    }
  })

  test('15. a closed ticket is opened again by the button, by !open and by a message', async () => {
    const again = [
      (id: number) => send(kim.pages, `/tickets/${id}/reopening`, {}).expect(303),
      (id: number) => kim.post(`/ticket/${id}`, { message: '!open' }).expect(200),
      (id: number) => kim.post(`/ticket/${id}`, { message: 'One more thing.' }).expect(200),
    ]
    for (const reopen of again) {
      const id = await openTicket(kim)
      await kim.post(`/ticket/${id}`, { message: '!close' }).expect(200)
      await reopen(id)
      expect(textOf(await read(kim.pages, `/tickets/${id}`))).toContain(`kim (#${kim.id}) reopened this ticket.`)
      expect((await ticketOf(kim, id)).closed_at).toBe(-1)
    }
  })

  test('16. nobody but its customer and the staff sees a ticket', async () => {
    const [other, id] = [await join('other'), await openTicket(kim)]
    await other.pages.get(`/tickets/${id}`).expect(404)
    for (const path of [`/get-ticket/${id}`, `/get-messages/${id}`])
      expect((await other.get(path).expect(403)).body).toEqual(anError)
    expect(await ticketOf(anna, id)).toMatchObject({ ticket_id: id })
  })

  test('17. the profile changes picture and password for who knows the old one; logging out is said', async () => {
    const pia = await join('pia')
    await send(pia.pages, '/profile', { display_name: 'pia', profile_icon: 'green' }).expect(303)
    const iconOf = async () => (await pia.get(`/get-profile/${pia.id}`).expect(200)).body.user.profile_icon
    expect(await iconOf()).toBe('/profile-icons/green.png')
    const change = { new_password: 'a new horse', old_password: 'a wrong one', profile_icon: '/profile-icons/red.png' }
    await pia.post('/profile', change).expect(403)
    await pia.post('/profile', { ...change, old_password: password }).expect(200)
    expect(await iconOf()).toBe('/profile-icons/red.png')

    await send(pia.pages, '/logout', {}).expect(303).expect('location', '/login')
    expect(textOf(await read(pia.pages, '/login'))).toContain('You are logged out.')
    await send(pia.pages, '/login', { login: 'pia', password }).expect(422)
    await send(pia.pages, '/login', { login: 'pia', password: 'a new horse' }).expect(303)
  })
})

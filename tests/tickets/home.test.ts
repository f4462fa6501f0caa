import { describe, expect, test } from 'vitest'
import { textOf } from '../accounts/reading.ts'
import { hour, minute } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join, ticketOf } from '../support/people.ts'
import { listedOn, sendForm, startDesk, unreadOn } from './desk.ts'

describe('the home page of a customer', async () => {
  const { world, customer, anna, open } = await startDesk()

  test('leads to sections that are marked on all of their pages', async () => {
    const mo = await join(world, 'mo')
    const ticket = `/tickets/${await ticketOf(world, mo)}`
    for (const [path, name, atBottom] of [
      ['/home', 'Home', 'Home'],
      [ticket, 'Tickets', 'Tickets'],
      [`${ticket}/edit`, 'Tickets', 'Tickets'],
      ['/tickets/new', 'Tickets', 'New'],
      ['/profile/sessions', undefined, 'Profile'],
    ] as const) {
      const page = pageOf((await mo.pages.get(path).expect(200)).text)
      const marked = (navigation: string) =>
        page
          .get('navigation', navigation)
          .all('link')
          .filter((link) => link.attribute('aria-current') !== null)
          .map(({ name }) => name)
      expect([marked('Main'), marked('Main, at the bottom')], path).toEqual([name ? [name] : [], [atBottom]])
    }
  })

  test('says in words that there is nothing, and how to begin', async () => {
    const { text } = await (await join(world, 'new')).pages.get('/home').expect(200)
    expect(textOf(text)).toContain('You have no open tickets.')
    expect(textOf(text)).toContain('None of your tickets has been closed yet.')
    expect(
      pageOf(text)
        .all('link', 'Open a ticket')
        .map(({ href }) => href),
    ).toContain('/tickets/new')
  })

  test('shows own tickets: open ones oldest first, closed ones last closed first', async () => {
    const mine: number[] = []
    for (let n = 0; n < 4; n++) {
      mine.push(await open(`My question number ${n}`))
      world.clock.advance(minute)
    }
    const other = await ticketOf(world, await join(world, 'lee'), 'A question of somebody else')
    for (const n of [2, 0]) {
      await customer.api.post(`/tickets/${mine[n]}/closure`).expect(200)
      world.clock.advance(minute)
    }
    await anna.api.post(`/tickets/${mine[3]}/messages`, { message: 'An answer for you.' }).expect(201)
    world.clock.advance(3 * hour)

    const { text } = await customer.pages.get('/home').expect(200)
    expect(listedOn(text, 'Open')).toEqual([mine[1], mine[3]])
    expect(listedOn(text, 'Closed')).toEqual([mine[0], mine[2]])
    expect(unreadOn(text)).toEqual([mine[3]])
    expect(listedOn(text)).not.toContain(other)
    expect(textOf(text)).toContain(`My question number 1 #${mine[1]} Not claimed yet Waiting for us 3 hours`)
    expect(textOf(text)).toMatch(/Unread: My question number 3 #\d+ Not claimed yet Waiting for you 3 hours/)
    expect(text).toContain('data-live="/live"')
  })

  test('shows ten of each and leads to the rest', async () => {
    const many = await join(world, 'many')
    for (let n = 0; n < 11; n++) await ticketOf(world, many)
    const { text } = await many.pages.get('/home').expect(200)
    expect(listedOn(text, 'Open')).toHaveLength(10)
    expect(
      pageOf(text)
        .get('region', 'Open')
        .get('link', /^Show all/).href,
    ).toBe('/tickets?queue=open')
  })
})

describe('the home page of an assistant', async () => {
  const { world, customer, anna, ben, open } = await startDesk({ env: { INACTIVE_AFTER_HOURS: '5' } })

  test('says in words that there is nothing', async () => {
    const text = textOf((await (await join(world, 'cleo', 'assistant')).pages.get('/home').expect(200)).text)
    for (const words of ['Nobody is waiting for an answer from you.', 'Nobody is waiting. Time for a coffee.'])
      expect(text).toContain(words)
    expect(text).not.toContain('Waiting longest:')
    expect(text).not.toContain('Open a ticket')
  })

  test('shows whose turn it is, and names the question that has waited longest', async () => {
    const asked = []
    for (let n = 0; n < 4; n++) {
      asked.push(await open())
      world.clock.advance(hour)
    }
    const [first, second, third, fourth] = asked as [number, number, number, number]
    await anna.api.post(`/tickets/${second}/claim`, { expected_assistant_id: null }).expect(200)
    await ben.api.post(`/tickets/${first}/claim`, { expected_assistant_id: null }).expect(200)
    await anna.api.post(`/tickets/${fourth}/claim`, { expected_assistant_id: null }).expect(200)
    const home = async () => {
      const { text } = await anna.pages.get('/home').expect(200)
      const lists = ['Your turn', 'Unclaimed and waiting', 'Waiting for the customer'].map((section) =>
        listedOn(text, section),
      )
      return { lists, longest: /Waiting longest: .*? , (?:not claimed|claimed by \w+)/.exec(textOf(text))?.[0] }
    }
    expect(await home()).toEqual({
      lists: [[second, fourth], [third], []],
      longest: expect.stringMatching(/from kim , 4 hours , claimed by ben$/),
    })
    // An answered ticket waits for the customer, and for staff again from the customer's next message on.
    await anna.api.post(`/tickets/${second}/messages`, { message: 'I look into it.' }).expect(201)
    await ben.api.post(`/tickets/${first}/messages`, { message: 'So do I.' }).expect(201)
    expect(await home()).toEqual({
      lists: [[fourth], [third], [second]],
      longest: expect.stringMatching(/, 2 hours , not claimed$/),
    })
    await sendForm(customer, `/tickets/${second}/messages`, { message: 'Are you there?' }).expect(303)
    expect((await home()).lists).toEqual([[fourth, second], [third], []])
    expect((await anna.api.get('/queues')).body).toEqual({ mine: 2, unclaimed: 1, inactive: 0 })
  })

  test('names what waits of the unclaimed tickets otherwise than their queue, which has the answered ones too', async () => {
    const dora = await join(world, 'dora', 'assistant')
    const [answered, waiting] = [await open(), await open()]
    await dora.api.post(`/tickets/${answered}/messages`, { message: 'An answer that claims nothing.' }).expect(201)
    const { text } = await dora.pages.get('/home').expect(200)
    const shown = listedOn(text, 'Unclaimed and waiting')
    expect([shown.includes(answered), shown.includes(waiting)]).toEqual([false, true])
    const queue = listedOn((await dora.pages.get('/tickets?queue=unclaimed').expect(200)).text)
    expect(queue).toEqual(expect.arrayContaining([answered, waiting]))
    expect((await dora.api.get('/queues')).body.unclaimed).toBe(shown.length + 1)
  })

  test('counts what was left without a reply for long', async () => {
    const before = (await anna.api.get('/queues')).body.inactive
    world.clock.advance(5 * hour + 1)
    expect((await anna.api.get('/queues')).body.inactive).toBeGreaterThan(before)
  })
})

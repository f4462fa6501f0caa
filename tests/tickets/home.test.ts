import { describe, expect, test } from 'vitest'
import { textOf } from '../accounts/reading.ts'
import { hour, minute } from '../support/clock.ts'
import { join, ticketOf } from '../support/people.ts'
import { listedOn, sendForm, startDesk, unreadOn } from './desk.ts'

describe('the home page of a customer', async () => {
  const { world, customer, anna, open } = await startDesk()

  test('says in words that there is nothing, and how to begin', async () => {
    const { text } = await (await join(world, 'new')).pages.get('/home').expect(200)
    expect(textOf(text)).toContain('You have no open tickets.')
    expect(textOf(text)).toContain('None of your tickets has been closed yet.')
    expect(text).toMatch(/<a class="button" href="\/tickets\/new">/)
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
    expect(listedOn(text, 'open')).toEqual([mine[1], mine[3]])
    expect(listedOn(text, 'closed')).toEqual([mine[0], mine[2]])
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
    expect(listedOn(text, 'open')).toHaveLength(10)
    expect(text).toContain('href="/tickets?queue=open">Show all')
  })
})

describe('the home page of an assistant', async () => {
  const { world, customer, anna, ben, open } = await startDesk({ env: { INACTIVE_AFTER_HOURS: '5' } })

  test('says in words that there is nothing', async () => {
    const text = textOf((await (await join(world, 'cleo', 'assistant')).pages.get('/home').expect(200)).text)
    for (const words of ['You have no open tickets. Claim one from the queue.', 'No open ticket has been left'])
      expect(text).toContain(words)
    expect(text).not.toContain('Open a ticket')
  })

  test('shows claimed, unclaimed, inactive and closed tickets, the one that waits longest on top', async () => {
    const [first, second, third, fourth] = [await open(), await open(), await open(), await open()]
    await anna.api.post(`/tickets/${second}/claim`, { expected_assistant_id: null }).expect(200)
    await ben.api.post(`/tickets/${third}/claim`, { expected_assistant_id: null }).expect(200)
    await anna.api.post(`/tickets/${fourth}/closure`).expect(200)
    const sections = async () => {
      const { text } = await anna.pages.get('/home').expect(200)
      return ['mine', 'unclaimed', 'inactive', 'closed'].map((section) => listedOn(text, section))
    }
    expect(await sections()).toEqual([[second], [first], [], [fourth]])

    world.clock.advance(4 * hour)
    await ben.api.post(`/tickets/${third}/messages`, { message: 'I look into it.' }).expect(201)
    await sendForm(customer, `/tickets/${second}/messages`, { message: 'Are you there?' }).expect(303)
    world.clock.advance(hour)
    expect(await sections()).toEqual([[second], [first], [], [fourth]])
    world.clock.advance(1)
    // Neither the customer's own message nor a claim is a reply of the desk.
    expect(await sections()).toEqual([[second], [first], [first, second], [fourth]])
    expect((await anna.api.get('/queues')).body).toEqual({ mine: 1, unclaimed: 1, inactive: 2 })

    world.clock.advance(4 * hour)
    expect((await sections())[2]).toEqual([first, second, third])
    await anna.api.post(`/tickets/${first}/messages`, { message: 'Sorry for the wait.' }).expect(201)
    await anna.api.post(`/tickets/${second}/closure`).expect(200)
    expect(await sections()).toEqual([[], [first], [third], [second, fourth]])
  })
})

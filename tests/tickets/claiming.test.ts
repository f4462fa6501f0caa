import { describe, expect, test } from 'vitest'
import { auditOf, textOf } from '../accounts/reading.ts'
import { pageOf } from '../support/page.ts'
import { join, type Member } from '../support/people.ts'
import { sendForm, startDesk, systemLines, ticketAs } from './desk.ts'

const { world, customer, anna, ben, open } = await startDesk()
const claim = (member: Member, id: number, seen: number | null) =>
  member.api.post(`/tickets/${id}/claim`, { expected_assistant_id: seen })
const claimOnPage = (member: Member, id: number, seen: number | null) =>
  sendForm(member, `/tickets/${id}/claim`, { expected_assistant_id: seen === null ? '' : String(seen) })
const line = (member: Member, done: string) => `${member.username} (#${member.id}) ${done}.`

/** `expected_assistant_id` in the claim form of the ticket's page; undefined without such a form. */
async function seenOnPage(member: Member, id: number) {
  const { text } = await member.pages.get(`/tickets/${id}`).expect(200)
  return pageOf(text).fieldsOf(`/tickets/${id}/claim`).expected_assistant_id
}

describe('claiming and releasing', () => {
  test('gives the ticket to who asks, and back to the queue', async () => {
    for (const [claimIt, release] of [
      [claim, (id: number) => anna.api.post(`/tickets/${id}/release`).expect(200)],
      [claimOnPage, (id: number) => sendForm(anna, `/tickets/${id}/release`).expect(303)],
    ] as const) {
      const id = await open()
      expect([200, 303]).toContain((await claimIt(anna, id, null)).status)
      expect((await ticketAs(customer, id)).assistant).toMatchObject({ id: anna.id, is_staff: true })
      expect(textOf((await customer.pages.get(`/tickets/${id}`)).text)).toContain('Claimed by anna')
      await release(id)
      expect((await ticketAs(customer, id)).assistant).toBeNull()
      expect(await systemLines(customer, id)).toEqual([
        line(anna, 'claimed this ticket'),
        line(anna, 'released this ticket'),
      ])
      expect((await auditOf(world, 'ticket', id)).map(({ action }) => action)).toEqual([
        'opened',
        'claimed',
        'released',
      ])
    }
  })

  test('of a colleague’s ticket takes it over, and says so', async () => {
    const id = await open()
    await claim(anna, id, null).expect(200)
    expect(await seenOnPage(ben, id)).toBe(String(anna.id))
    await claimOnPage(ben, id, anna.id).expect(303)
    await claim(anna, id, ben.id).expect(200)
    expect(await systemLines(customer, id)).toEqual([
      line(anna, 'claimed this ticket'),
      line(ben, 'took this ticket over'),
      line(anna, 'took this ticket over'),
    ])
  })

  test('with an outdated assistant is refused, naming the present one; the page shows the ticket as it is', async () => {
    const id = await open()
    await claim(anna, id, null).expect(200)
    const answer = await claim(ben, id, null).expect(409)
    expect(answer.body).toMatchObject({ code: 'already_claimed', assistant: { id: anna.id } })
    const page = await claimOnPage(ben, id, null).expect(409)
    expect(textOf(page.text)).toContain(`anna (#${anna.id}) has claimed this ticket in the meantime.`)
    expect(page.text).toContain('Take over from anna')

    await anna.api.post(`/tickets/${id}/release`).expect(200)
    const late = await claim(ben, id, anna.id).expect(409)
    expect(late.body).toMatchObject({ code: 'released_meanwhile', assistant: null })
    expect((await ticketAs(ben, id)).assistant).toBeNull()
    expect(await systemLines(ben, id)).toHaveLength(2)
  })

  test('of a closed ticket reopens it', async () => {
    const [unclaimed, own] = [await open(), await open()]
    await claim(anna, own, null).expect(200)
    for (const id of [unclaimed, own]) await customer.api.post(`/tickets/${id}/closure`).expect(200)
    expect((await claim(anna, unclaimed, null).expect(200)).body).toMatchObject({
      status: 'open',
      assistant: { id: anna.id },
    })
    await claimOnPage(anna, own, anna.id).expect(303)
    expect((await systemLines(anna, own)).slice(1)).toEqual([
      line(customer, 'closed this ticket'),
      line(anna, 'reopened this ticket'),
    ])
  })

  test('what one has already changes nothing', async () => {
    const id = await open()
    await claim(anna, id, null).expect(200)
    await claim(anna, id, null).expect(200)
    await claim(anna, id, anna.id).expect(200)
    expect(await systemLines(anna, id)).toHaveLength(1)
    await ben.api.post(`/tickets/${id}/release`).expect(409)
    expect(textOf((await sendForm(ben, `/tickets/${id}/release`).expect(409)).text)).toContain(
      'has claimed this ticket',
    )
    expect((await ticketAs(anna, id)).assistant.id).toBe(anna.id)
  })

  test('is for staff, also of an own ticket', async () => {
    const id = await open()
    for (const answer of [await claim(customer, id, null), await claimOnPage(customer, id, null)])
      expect(answer.status).toBe(403)
    await customer.api.post(`/tickets/${id}/release`).expect(403)
    await sendForm(customer, `/tickets/${id}/release`).expect(403)
    expect(await seenOnPage(customer, id)).toBeUndefined()
    expect(await seenOnPage(anna, id)).toBe('')
    expect((await ticketAs(customer, id)).assistant).toBeNull()
    const boss = await join(world, 'boss', 'admin')
    await claim(boss, id, null).expect(200)
  })

  test.each([
    {},
    { expected_assistant_id: '' },
    { expected_assistant_id: 0 },
    { expected_assistant_id: 1.5 },
    { expected_assistant_id: 2 ** 40 },
  ])('with the body %j is refused', async (body) => {
    const id = await open()
    await anna.api.post(`/tickets/${id}/claim`, body).expect(422)
    expect((await ticketAs(anna, id)).assistant).toBeNull()
  })

  test.each(['x', '-1', '99999999999'])('with %j in the form is refused', async (expected_assistant_id) => {
    const id = await open()
    await sendForm(anna, `/tickets/${id}/claim`, { expected_assistant_id }).expect(422)
    expect((await ticketAs(anna, id)).assistant).toBeNull()
  })
})

test('a hand-over by somebody who saw another assistant is refused', async () => {
  const id = await open()
  const [ben, boss] = [await join(world, 'ben-at-work', 'assistant'), await join(world, 'chief', 'admin')]
  await claim(ben, id, null).expect(200)
  const to = { assistant_id: anna.id, expected_assistant_id: null }
  const { body } = await anna.api.put(`/tickets/${id}/assignment`, { ...to, assistant_id: boss.id }).expect(409)
  expect(body.code).toBe('already_claimed')
  const form = { assistant_id: String(boss.id), expected_assistant_id: '', note: 'Kept' }
  const { text } = await sendForm(anna, `/tickets/${id}/assignment`, form).expect(409)
  expect(textOf(text)).toContain('has claimed this ticket in the meantime')
  expect(text).toContain('Kept</textarea>')
  expect((await ticketAs(anna, id)).assistant?.id).toBe(ben.id)
  await anna.api.put(`/tickets/${id}/assignment`, { ...to, expected_assistant_id: ben.id }).expect(200)
})

test('a hand-over that is refused keeps the note that goes with it', async () => {
  const id = await open()
  const to = { assistant_id: String(customer.id), note: 'It took me <long> to write this.' }
  const { text } = await sendForm(anna, `/tickets/${id}/assignment`, to).expect(422)
  expect(textOf(text)).toContain('Choose a colleague.')
  expect(text).toContain('It took me &lt;long&gt; to write this.</textarea>')
  expect((await ticketAs(anna, id)).assistant).toBeNull()
})

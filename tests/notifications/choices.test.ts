import { describe, expect, test } from 'vitest'
import { ticketNotificationKinds } from '#desk/tickets/notification-kinds.ts'
import { features } from '../../src/features.ts'
import { auditOf, textOf } from '../accounts/reading.ts'
import { pageOf } from '../support/page.ts'
import { join } from '../support/people.ts'
import { sendForm, startDesk } from '../tickets/desk.ts'

// Kinds of other features are chosen in the same way.
const { world, customer, anna, ben } = await startDesk({
  features: { ...features, notificationKinds: ticketNotificationKinds },
})
const meant: Record<string, boolean | string> = { off: false, on: true }
function choicesOn(html: string) {
  const { drawn, ...chosen } = pageOf(html).fieldsOf('/notifications/choices')
  return Object.fromEntries(Object.entries(chosen).map(([kind, choice]) => [kind, meant[choice] ?? choice]))
}

/** The default choices of staff. */
const inTheBellAlone = { opened: false, unclaimed: false, reopened: false, released: false, edited: false }

describe('what comes by mail', () => {
  test('is at first what a person would want, the same by page and API', async () => {
    const expected = {
      kim: { message: true, added: true, status: true },
      anna: {
        ...{ message: false, status: false, assigned: true, unassigned: false, mention: true, escalated: true },
        ...inTheBellAlone,
      },
    }
    for (const [member, choices] of [
      [customer, expected.kim],
      [anna, expected.anna],
    ] as const) {
      expect((await member.api.get('/notifications/choices').expect(200)).body).toEqual({ choices })
      const { text } = await member.pages.get('/notifications/choices').expect(200)
      expect(choicesOn(text)).toEqual(choices)
      expect(text).toContain('Your address is not confirmed yet')
    }
  })

  test('is as chosen, by each person for each kind, and what is left out stays', async () => {
    await sendForm(anna, '/notifications/choices', { message: 'on', mention: 'on' }).expect(303)
    const others = { status: false, assigned: true, unassigned: false, escalated: true, ...inTheBellAlone }
    const chosen = { message: true, mention: true, ...others }
    expect((await anna.api.get('/notifications/choices')).body.choices).toEqual(chosen)
    const { body } = await anna.api.put('/notifications/choices', { status: true, mention: false }).expect(200)
    expect(body.choices).toEqual({ ...chosen, status: true, mention: false })
    expect((await ben.api.get('/notifications/choices')).body.choices.message).toBe(false)
  })

  test('is recorded once, where the same choice is sent many times at once', async () => {
    const pia = await join(world, 'pia')
    const choose = () => pia.api.put('/notifications/choices', { message: false }).expect(200)
    await Promise.all(Array.from({ length: 6 }, choose))
    const actions = (await auditOf(world, 'account', pia.id)).map(({ action }) => action)
    expect(actions).toEqual(['registered', 'mail_choices_changed'])
  })

  test('is as chosen at last, by the same page too, as after an answer was lost', async () => {
    const rosa = await join(world, 'rosa')
    const drawn = pageOf((await rosa.pages.get('/notifications/choices')).text).fieldsOf('/notifications/choices')
    const save = (message: string) =>
      rosa.pages
        .post('/notifications/choices')
        .type('form')
        .send({ ...drawn, message })
        .expect(303)
    for (const choice of ['off', 'daily', 'off']) await save(choice)
    expect((await rosa.api.get('/notifications/choices')).body.choices.message).toBe(false)
  })

  test('a page that was open leaves what was chosen on another one since', async () => {
    const nora = await join(world, 'nora')
    const page = pageOf((await nora.pages.get('/notifications/choices')).text)
    const drawn = page.fieldsOf('/notifications/choices')
    await nora.api.put('/notifications/choices', { message: false }).expect(200)
    await sendForm(nora, '/notifications/choices', { ...drawn, status: 'daily' }).expect(303)
    const { choices } = (await nora.api.get('/notifications/choices')).body
    expect(choices).toEqual({ message: false, added: true, status: 'daily' })
  })

  test('can be chosen as once a day, by page and API; there are no other rhythms', async () => {
    const cara = await join(world, 'cara')
    const { text } = await cara.pages.get('/notifications/choices').expect(200)
    expect(textOf(text)).toContain('Somebody writes in a ticket you take part in No mail At once Once a day')
    await sendForm(cara, '/notifications/choices', { message: 'daily', status: 'on' }).expect(303)
    expect((await cara.api.get('/notifications/choices')).body.choices).toEqual({
      message: 'daily',
      added: true,
      status: true,
    })
    const { body } = await cara.api.put('/notifications/choices', { status: 'daily', message: false }).expect(200)
    expect(body.choices).toEqual({ message: false, added: true, status: 'daily' })
    const page = (await cara.pages.get('/notifications/choices').expect(200)).text
    expect(choicesOn(page)).toEqual({ message: false, added: true, status: 'daily' })
    expect((await auditOf(world, 'account', cara.id)).at(-1)).toMatchObject({
      before: '{"message":"daily","status":true}',
      after: '{"message":false,"status":"daily"}',
    })
    const refused = await cara.api.put('/notifications/choices', { status: 'weekly' }).expect(422)
    expect(refused.body.errors).toEqual([{ field: 'status', message: 'Must be true, false or “daily”.' }])
    await sendForm(cara, '/notifications/choices', { status: 'weekly' }).expect(422)
    expect((await cara.api.get('/notifications/choices')).body.choices.status).toBe('daily')
  })

  test('is recorded when it changes, and only then', async () => {
    const { id } = ben
    const logged = () => auditOf(world, 'account', id)
    await sendForm(ben, '/notifications/choices', { mention: 'off', assigned: 'on', escalated: 'on' }).expect(303)
    await ben.api.put('/notifications/choices', { assigned: true, escalated: false, message: true }).expect(200)
    await ben.api.put('/notifications/choices', { escalated: false }).expect(200)
    const entry = { action: 'mail_choices_changed', actor_id: id }
    expect((await logged()).slice(1)).toEqual([
      { ...entry, before: '{"mention":true}', after: '{"mention":false}' },
      { ...entry, before: '{"message":false,"escalated":true}', after: '{"message":true,"escalated":false}' },
    ])
    await ben.api.put('/notifications/choices', { mention: 'x' }).expect(422)
    expect(await logged()).toHaveLength(3)
  })

  test('is refused for what is nobody’s business', async () => {
    const { body } = await customer.api.put('/notifications/choices', { mention: true }).expect(422)
    expect(body.errors).toEqual([{ field: 'mention', message: 'Only staff are notified about this.' }])
    const { body: ofStaff } = await ben.api.put('/notifications/choices', { added: true }).expect(422)
    expect(ofStaff.errors).toEqual([{ field: 'added', message: 'Only customers are notified about this.' }])
    const unknown = (await customer.api.put('/notifications/choices', { other: true }).expect(422)).body
    expect(unknown.errors).toEqual([{ field: 'other', message: 'There is no notification of this kind.' }])
    for (const wrong of [{ message: 'yes' }, []]) await customer.api.put('/notifications/choices', wrong).expect(422)
    await sendForm(customer, '/notifications/choices', { mention: 'on' }).expect(303)
    expect((await customer.api.get('/notifications/choices')).body.choices).toEqual({
      message: true,
      added: true,
      status: true,
    })
  })
})

import { describe, expect, test } from 'vitest'
import { escalationJob } from '#desk/tickets/escalation.ts'
import { bindInvitation } from '#events/events/mailed-invitation-queries.ts'
import { reminderJob } from '#events/events/reminders.ts'
import { timeInMail } from '#lib/format-time.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { confirmEmail, inboxOf } from '../notifications/told.ts'
import { hour, minute } from '../support/clock.ts'
import { workOff, workOffMails } from '../support/letters.ts'
import { openMailbox } from '../support/mailbox.ts'
import { join, type Member, password, ticketOf } from '../support/people.ts'
import { book, startHouse, startingIn } from './stage.ts'

const mailbox = await openMailbox()
const { world, host, create } = await startHouse({
  env: { MAIL_URL: mailbox.url, SESSION_HOURS: '8000', TIME_ZONE: 'Europe/Berlin', EVENT_OFFER_HOURS: '2' },
})
let people = 0

async function somebody() {
  const member = await join(world, `told${people++}`)
  await confirmEmail(world, member)
  return member
}

/** Runs the jobs that are due, and those that are due after the first pause. */
const mailsTo = (address: string) =>
  mailbox.received.filter(({ to }) => to.includes(address)).map(({ mail }) => ({ ...mail, text: mail.text ?? '' }))
const subjectsTo = ({ email }: Member) => mailsTo(email).map(({ subject }) => subject)
const textsTold = async (member: Member, id: number) =>
  (await inboxOf(member)).filter(({ subject }) => subject.id === id).map(({ text }) => text)
const remind = async () => {
  await enqueue(world.ctx, reminderJob, {})
  await enqueue(world.ctx, reminderJob, {})
  await Promise.all([workOff(world), workOff(world)])
  await workOffMails(world)
}

describe('who takes part in an event is notified', () => {
  test('that places are booked, with the time as the house’s clocks show it; the host in the bell', async () => {
    const member = await somebody()
    const id = await create({ title: 'Tango night', date: '2027-07-09', start_time: '19:00' })
    await book(member, id)
    await workOffMails(world)
    const [mail, ...more] = mailsTo(member.email)
    expect(more).toEqual([])
    expect(mail?.subject).toBe('Your places are booked: Tango night')
    expect(mail?.text).toContain('19:00')
    for (const body of [mail?.text, mail?.html]) {
      expect(body).toContain(`/events/${id}`)
      expect(body).toContain('See it')
      expect(body).toContain('Please do not answer by mail')
    }
    expect(await textsTold(host, id)).toEqual([`${member.username} booked places.`])
    expect(mailsTo(host.email)).toEqual([])
  })

  test('of nothing that is no longer so: a booking that was cancelled at once is not confirmed, another is', async () => {
    const member = await somebody()
    const id = await create({ title: 'Rumba night' })
    const [first] = [(await book(member, id)).body.id, await book(member, id)]
    await member.api.post(`/bookings/${first}/cancellation`).expect(200)
    expect(await textsTold(member, id)).toEqual(['Your places are booked.'])
    const only = await create({ title: 'Waltz night' })
    const { id: booking } = (await book(member, only)).body
    await member.api.post(`/bookings/${booking}/cancellation`).expect(200)
    await workOffMails(world)
    expect(subjectsTo(member)).toEqual(['Your places are booked: Rumba night'])
    expect(await textsTold(member, only)).toEqual([])
    expect(await textsTold(host, only)).toHaveLength(2)
  })

  test('of a change when the host chose so, also who waits or is invited and the host, and of nothing otherwise', async () => {
    const [member, outsider, invited, waiting] = await Promise.all([somebody(), somebody(), somebody(), somebody()])
    const id = await create({ title: 'Moving class', capacity: 1 })
    await book(member, id)
    await host.api.post(`/events/${id}/invitations`, { who: [invited.username] }).expect(200)
    await waiting.api.post(`/events/${id}/waiting-list`, { quantity: 1 }).expect(204)
    await workOffMails(world)
    await host.api.patch(`/events/${id}`, { location: 'Studio 5' }).expect(200)
    world.clock.advance(6 * minute)
    await workOffMails(world)
    expect(subjectsTo(member)).toHaveLength(1)
    await host.api.patch(`/events/${id}`, { location: 'Studio 6', notify: true }).expect(200)
    world.clock.advance(6 * minute)
    await workOffMails(world)
    expect(subjectsTo(member)[1]).toBe('mira changed an event: Moving class')
    expect(mailsTo(member.email)[1]?.text).toContain('Studio 6')
    for (const one of [invited, waiting]) expect((await textsTold(one, id))[0]).toBe('mira changed an event.')
    const colleague = await join(world, 'colleague', 'assistant')
    await colleague.api.patch(`/events/${id}`, { location: 'Studio 7', notify: true }).expect(200)
    expect((await textsTold(host, id))[0]).toBe('colleague changed an event.')
    expect(subjectsTo(outsider)).toEqual([])
  })

  test('until they look at its page; that places are booked also by mail when they look at once', async () => {
    const member = await somebody()
    const [id, other] = [await create({ title: 'Seen at once' }), await create()]
    for (const one of [id, other]) await book(member, one)
    await host.api.patch(`/events/${id}`, { location: 'Studio 9', notify: true }).expect(200)
    await member.pages.get(`/events/${id}`).expect(200)
    const unread = async () => (await inboxOf(member, '&show=unread')).map(({ subject, text }) => [subject.id, text])
    expect(await unread()).toEqual([other, id].map((one) => [one, 'Your places are booked.']))
    await workOffMails(world)
    expect(subjectsTo(member)).toContain('Your places are booked: Seen at once')
    world.clock.advance(minute)
    await member.pages.get(`/events/${id}?behind=yes`).expect(200)
    expect(await unread()).toHaveLength(2)
    await member.pages.get(`/events/${id}`).expect(200)
    await member.pages.get(`/events/${other}/passes`).expect(200)
    expect(await unread()).toEqual([])
  })

  test('that it is cancelled: each person once, with the reason and the date', async () => {
    const [member, invited] = [await somebody(), await somebody()]
    const id = await create({ title: 'Rainy show', date: '2027-07-10', start_time: '18:00' })
    await host.api.post(`/events/${id}/invitations`, { who: [member.username, invited.username] }).expect(200)
    await book(member, id, { quantity: 2 })
    await workOffMails(world)
    mailbox.received.length = 0
    await book(member, id)
    await host.api.post(`/events/${id}/cancellation`, { reason: 'The roof leaks.' }).expect(200)
    world.clock.advance(6 * minute)
    await workOffMails(world)
    for (const one of [member, invited]) {
      expect(subjectsTo(one)).toEqual(['mira cancelled an event: Rainy show'])
      expect(mailsTo(one.email)[0]?.text).toContain(
        'Sat 10 Jul 2027, 18:00 (Europe/Berlin) · Studio 2\n\nThe roof leaks.',
      )
    }
    expect((await host.api.post(`/events/${id}/cancellation`, { reason: '' })).body.code).toBe('event_cancelled')
  })

  test('that a place is free for them, and that it is no longer held', async () => {
    const [first, member] = [await somebody(), await somebody()]
    const id = await create({ title: 'Full house', capacity: 1 })
    const { body } = await book(first, id)
    await member.api.post(`/events/${id}/waiting-list`, { quantity: 1 }).expect(204)
    await first.api.post(`/bookings/${body.id}/cancellation`).expect(200)
    const until = timeInMail(world.ctx, world.clock.now() + 2 * hour)
    await workOffMails(world)
    expect(mailsTo(member.email)[0]?.text).toContain(`It is held for you until ${until}.`)
    world.clock.advance(2 * hour)
    await workOffMails(world)
    expect((await inboxOf(member)).at(-1)?.excerpt).toContain('It is no longer held for you.')
    expect(subjectsTo(member)).toEqual([
      'A place is free for you: Full house',
      'The place that was held for you is no longer held: Full house',
    ])
  })

  test('the day before, once, and again when it was moved; not of what is cancelled', async () => {
    const [member, other] = [await somebody(), await somebody()]
    const at = (minutes: number) => {
      const face = startingIn(world, minutes)
      return { ...face, start_time: '12:00', end_time: '13:00', end_date: null }
    }
    const id = await create({ title: 'Early class', ...at(3 * 24 * 60) })
    const cancelled = await create({ title: 'Gone class', ...at(3 * 24 * 60) })
    await book(member, id)
    await book(other, cancelled)
    await host.api.post(`/events/${cancelled}/cancellation`, { reason: '' }).expect(200)
    await remind()
    mailbox.received.length = 0
    const starts = Date.parse((await host.api.get(`/events/${id}`)).body.starts_at)
    world.clock.advance(starts - world.clock.now() - 23 * hour)
    await remind()
    await remind()
    const reminder = 'An event you have booked begins within a day: Early class'
    expect(subjectsTo(member)).toEqual([reminder])
    expect(subjectsTo(other)).toEqual([])
    await host.api.patch(`/events/${id}`, at(5 * 24 * 60)).expect(200)
    await remind()
    expect(subjectsTo(member)).toEqual([reminder])
    world.clock.advance(4.5 * 24 * hour)
    await remind()
    expect(subjectsTo(member)).toEqual([reminder, reminder])
  })

  test('of many scheduled notifications by one mail, and by none if they want none', async () => {
    const [member, quiet] = [await somebody(), await somebody()]
    await quiet.api.put('/notifications/choices', { event_reminder: false, event_booked: false }).expect(200)
    for (const title of ['Class A', 'Class B']) {
      const id = await create({ title, ...startingIn(world, 30 * 60) })
      for (const one of [member, quiet]) await book(one, id)
    }
    await workOffMails(world)
    world.clock.advance(8 * hour)
    mailbox.received.length = 0
    await remind()
    expect(subjectsTo(member)).toEqual(['2 events within a day'])
    expect(mailbox.received.filter(({ to }) => to.includes(quiet.email))).toEqual([])
  })

  test('that it begins within a day by no mail that goes out when it has begun', async () => {
    const member = await somebody()
    const id = await create(startingIn(world, 20 * 60))
    await book(member, id)
    await workOffMails(world)
    await enqueue(world.ctx, reminderJob, {})
    await workOff(world)
    world.clock.advance(20 * hour)
    await workOffMails(world)
    expect((await textsTold(member, id))[0]).toBe('An event you have booked begins within a day.')
    expect(subjectsTo(member)).toHaveLength(1)
  })

  test('that it begins within a day again where a clock that was ahead told them so on another day', async () => {
    const member = await somebody()
    const id = await create(startingIn(world, 30 * 24 * 60))
    await book(member, id)
    const reminded = async () => (await textsTold(member, id)).filter((text) => text.includes('begins within a day'))
    world.clock.advance((29 * 24 + 12) * hour)
    await remind()
    world.clock.advance(-29 * 24 * hour)
    await remind()
    expect(await reminded()).toHaveLength(1)
    world.clock.advance((28 * 24 + 13) * hour)
    await remind()
    expect(await reminded()).toHaveLength(2)
    world.clock.advance(12 * hour)
    await remind()
    expect(await reminded()).toHaveLength(2)
  })

  test('that it begins within a day by no mail once they do not come to it, or it is on another day', async () => {
    const [removed, moved, stays] = [await somebody(), await somebody(), await somebody()]
    const [id, other] = [await create(startingIn(world, 20 * 60)), await create(startingIn(world, 20 * 60))]
    const booking = (await book(removed, id)).body.id
    await book(stays, id)
    await book(moved, other)
    await workOffMails(world)
    await enqueue(world.ctx, reminderJob, {})
    await workOff(world)
    await host.api.post(`/bookings/${booking}/cancellation`, { reason: '' }).expect(200)
    await host.api.patch(`/events/${other}`, startingIn(world, 50 * 60)).expect(200)
    world.clock.advance(hour)
    await workOff(world)
    const told = [stays, removed, moved].map((one) =>
      subjectsTo(one).filter((subject) => subject?.includes('within a day')),
    )
    expect(told.map(({ length }) => length)).toEqual([1, 0, 0])
  })

  test('of an event without attendees, whose places are only offered, nobody is', async () => {
    const [member, waiting] = [await somebody(), await somebody()]
    const id = await create({ capacity: 1, ...startingIn(world, 20 * 60) })
    const booking = (await book(member, id)).body.id
    await waiting.api.post(`/events/${id}/waiting-list`, { quantity: 1 }).expect(204)
    await member.api.post(`/bookings/${booking}/cancellation`).expect(200)
    await enqueue(world.ctx, reminderJob, {})
    await workOff(world)
    const entries = world.ctx.db.selectFrom('audit_entries').select('entity_id').where('action', '=', 'event_reminded')
    expect((await entries.execute()).map(({ entity_id }) => Number(entity_id))).not.toContain(id)
  })

  test('of an event and a ticket at once in a mail that is headed as either', async () => {
    const colleague = await join(world, 'escalated', 'assistant')
    await confirmEmail(world, colleague)
    await ticketOf(world, await somebody())
    await book(colleague, await create(startingIn(world, 80 * 60)))
    await workOffMails(world)
    world.clock.advance(60 * hour)
    await enqueue(world.ctx, escalationJob, {})
    await remind()
    expect(subjectsTo(colleague).at(-1)).toBe('2 notifications')
  })
})

test('where there are no events, nobody is asked about mails of them', async () => {
  const { kim } = await startHouse({ env: { EVENTS: 'off' } })
  const { choices } = (await kim.api.get('/notifications/choices').expect(200)).body
  expect(Object.keys(choices).filter((kind) => kind.startsWith('event_'))).toEqual([])
  expect((await kim.pages.get('/notifications/choices').expect(200)).text).not.toContain('event_')
  const member = await somebody()
  expect((await member.pages.get('/notifications/choices').expect(200)).text).toContain('event_reminder')
})

describe('an invitation', () => {
  const inviting = async (id: number, ...who: string[]) => host.api.post(`/events/${id}/invitations`, { who })
  const listOf = async (id: number) => (await host.api.get(`/events/${id}/invitations`).expect(200)).body.invitations
  const secret = () => create({ title: 'Secret salon', visibility: 'invite_only' })

  async function linkTo(address: string): Promise<string> {
    await workOff(world)
    const link = /\/invitations\/[\w-]+/.exec(mailsTo(address).at(-1)?.text ?? '')?.[0]
    if (!link) throw new Error(`no link was mailed to ${address}`)
    return link
  }

  test('reaches each person once, and names what nobody has', async () => {
    const [id, member] = [await secret(), await somebody()]
    const again = await inviting(id, member.username, member.username.toUpperCase())
    expect(again.body).toEqual({ invited: [member.username], already: [member.username.toUpperCase()] })
    expect((await inviting(id, member.username)).body).toEqual({ invited: [], already: [member.username] })
    const refused = await inviting(id, 'nobody-here', 'not@an@address', member.username)
    expect(refused.body.errors[0]).toEqual({
      field: 'who',
      message: 'Nobody can be invited as nobody-here, not@an@address.',
    })
    expect((await inviting(id, 'mira')).body.code).toBe('own_event')
    expect((await inviting(id, ...Array.from({ length: 51 }, (_, n) => `x${n}@example.com`))).status).toBe(422)
    expect(await textsTold(member, id)).toEqual(['mira invited you.'])
  })

  test('by a stranger’s address leads through registration to the event, and is that account’s from then on', async () => {
    const [id, other] = [await secret(), await somebody()]
    await inviting(id, 'stranger@example.com')
    const link = await linkTo('stranger@example.com')
    expect(mailsTo('stranger@example.com')).toHaveLength(1)
    const visitor = world.visitor()
    const page = await visitor.get(link).expect(200)
    expect(page.text).toContain('Secret salon')
    world.clock.advance(8 * 24 * hour)
    expect((await visitor.get(link).expect(200)).text).toContain('This event has already begun.')
    world.clock.advance(-8 * 24 * hour)
    expect(page.headers['cache-control']).toContain('no-store')
    expect(page.text).toContain(`/register?next=${link}`)
    const account = { username: 'stranger', email: 'stranger@example.com', password, password_confirmation: password }
    const registered = await visitor
      .post('/register')
      .type('form')
      .send({ ...account, next: link })
    expect(registered.headers.location).toBe(link)
    await visitor.get(`/events/${id}`).expect(404)
    expect((await visitor.post(link).type('form').send({})).headers.location).toBe(`/events/${id}`)
    await visitor.get(`/events/${id}`).expect(200)
    await visitor.get(link).expect(303)
    await other.pages.get(link).expect(404)
    await other.pages.post(link).type('form').send({}).expect(404)
    await world.visitor().get(link).expect(404)
    expect(await listOf(id)).toMatchObject([{ email: 'stranger@example.com', person: null, state: 'open' }])
  })

  test('by a stranger’s address is followed by a mail when the event is cancelled, unless it was withdrawn', async () => {
    const id = await secret()
    await inviting(id, 'remote@example.com', 'withdrawn@example.com')
    await workOffMails(world)
    const withdrawn = (await listOf(id)).find(({ email }: { email: string }) => email.startsWith('withdrawn'))
    await host.api.delete(`/events/${id}/invitations/${withdrawn.id}`).expect(204)
    // By a link whose page was opened before.
    expect(await bindInvitation(world.ctx, withdrawn.id, (await somebody()).id)).toBe(false)
    await inviting(id, 'unmailed@example.com')
    await host.api.post(`/events/${id}/cancellation`, { reason: 'The roof leaks.' }).expect(200)
    await workOffMails(world)
    const [, mail] = mailsTo('remote@example.com')
    expect(mail?.subject).toBe('Cancelled: Secret salon')
    expect(mail?.text).toContain('The roof leaks.')
    expect(mailsTo('withdrawn@example.com')).toHaveLength(1)
    expect(mailsTo('unmailed@example.com')).toEqual([])
  })

  test('by a stranger’s address is followed by one mail of what is changed, when the host has everybody told', async () => {
    const id = await secret()
    await inviting(id, 'faraway@example.com')
    await inviting(id, 'uninvited@example.com')
    await workOffMails(world)
    const uninvited = (await listOf(id)).find(({ email }: { email: string }) => email.startsWith('uninvited'))
    await host.api.delete(`/events/${id}/invitations/${uninvited.id}`).expect(204)
    await host.api.patch(`/events/${id}`, { location: 'Studio 4' }).expect(200)
    world.clock.advance(11 * minute)
    await workOffMails(world)
    expect(mailsTo('faraway@example.com')).toHaveLength(1)
    for (const start_time of ['10:00', '11:00'])
      await host.api.patch(`/events/${id}`, { start_time, notify: true }).expect(200)
    world.clock.advance(11 * minute)
    await workOffMails(world)
    const [, mail, ...more] = mailsTo('faraway@example.com')
    expect(mail?.subject).toBe('Changed: Secret salon')
    expect(mail?.text).toContain('11:00')
    expect([more, mailsTo('uninvited@example.com').length]).toEqual([[], 1])
  })

  test('is mailed no more, nor what is changed, once the event has begun', async () => {
    const id = await create({ title: 'Too late', ...startingIn(world, 4 * 60) })
    await inviting(id, 'known@example.com')
    await workOff(world)
    await host.api.patch(`/events/${id}`, { location: 'Studio 8', notify: true }).expect(200)
    await inviting(id, 'asleep@example.com')
    world.clock.advance(4 * hour)
    await workOff(world)
    expect(mailsTo('known@example.com')).toHaveLength(1)
    expect(mailsTo('asleep@example.com')).toEqual([])
  })

  test('that is withdrawn no longer works; made again, it works by its new link', async () => {
    const [id, first, next] = [await secret(), await somebody(), await somebody()]
    await inviting(id, 'later@example.com')
    const link = await linkTo('later@example.com')
    await first.pages.post(link).type('form').send({}).expect(303)
    const [{ id: invitation }] = await listOf(id)
    await host.api.delete(`/events/${id}/invitations/${invitation}`).expect(204)
    await first.pages.get(link).expect(404)
    await first.pages.get(`/events/${id}`).expect(404)
    expect((await inviting(id, 'later@example.com')).body.invited).toEqual(['later@example.com'])
    const anew = await linkTo('later@example.com')
    expect(anew).not.toBe(link)
    await next.pages.get(link).expect(404)
    await next.pages.post(anew).type('form').send({}).expect(303)
    await next.pages.get(`/events/${id}`).expect(200)
  })

  test('that is withdrawn and made again before its mail was sent is one mail with a valid link', async () => {
    const id = await secret()
    await inviting(id, 'twice@example.com')
    const [{ id: invitation }] = await listOf(id)
    await host.api.delete(`/events/${id}/invitations/${invitation}`).expect(204)
    world.clock.advance(minute)
    await inviting(id, 'twice@example.com')
    await workOffMails(world)
    expect(mailsTo('twice@example.com')).toHaveLength(1)
    await (await somebody()).pages.get(await linkTo('twice@example.com')).expect(200)
  })

  test('by an address is an account’s at once where one has confirmed it, and the host is not told whose', async () => {
    const [id, member, stranger] = [await secret(), await somebody(), 'nobody-known@example.com']
    const answers = [await inviting(id, member.email), await inviting(id, stranger)]
    expect(answers.map(({ body }) => body)).toEqual([
      { invited: [member.email], already: [] },
      { invited: [stranger], already: [] },
    ])
    expect(await listOf(id)).toMatchObject([
      { email: member.email, person: null, state: 'open' },
      { email: stranger, person: null, state: 'open' },
    ])
    expect((await inviting(id, member.username)).body).toEqual({ invited: [member.username], already: [] })
    expect((await host.pages.get(`/events/${id}/attendees`).expect(200)).text).not.toContain(`@${member.username}<`)
    await member.pages.get(`/events/${id}`).expect(200)
    expect(await textsTold(member, id)).toEqual(['mira invited you.'])
    await member.api.post(`/events/${id}/invitation/decline`).expect(200)
    expect((await member.api.post(`/events/${id}/invitation/decline`)).body.code).toBe('invitation_answered')
    expect((await member.api.get(`/events/${id}`)).body.invitation).toBe('declined')
    const states = async () => (await listOf(id)).map(({ state }: { state: string }) => state)
    expect(await states()).toEqual(['open', 'open', 'declined'])
    await book(member, id)
    expect((await member.api.get(`/events/${id}`)).body.invitation).toBe('accepted')
    expect(await states()).toEqual(['open', 'open', 'accepted'])
  })

  test('by an address alone is declined without a name', async () => {
    const [id, member] = [await secret(), await somebody()]
    await inviting(id, member.email)
    await member.api.post(`/events/${id}/invitation/decline`).expect(200)
    expect(await listOf(id)).toMatchObject([{ email: member.email, person: null, state: 'declined' }])
    expect(await textsTold(host, id)).toEqual(['Somebody whom you invited by email has declined.'])
  })
})

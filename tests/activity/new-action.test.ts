import { expect, test } from 'vitest'
import { type ByPerson, byStaff, ticketAction } from '#desk/tickets/activity.ts'
import { statusKind } from '#desk/tickets/notification-kinds.ts'
import { ticketSubject } from '#desk/tickets/topics.ts'
import { defineAction } from '#platform/activity/action.ts'
import { record } from '#platform/activity/record.ts'
import { collectActions } from '#platform/activity/registry.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { activities, features } from '../../src/features.ts'
import { jobKinds } from '../../src/job-kinds.ts'
import { textOf } from '../accounts/reading.ts'
import { hangUpAfterwards, openLive } from '../live/stream.ts'
import { bellOn, confirmEmail, toldOf } from '../notifications/told.ts'
import { minute } from '../support/clock.ts'
import { openMailbox } from '../support/mailbox.ts'
import { join } from '../support/people.ts'
import { startDesk, threadOf } from '../tickets/desk.ts'

/** Everything that a new feature of a ticket has to define for its action. */
const ticketPinned = defineAction<ByPerson>({
  ...ticketAction,
  name: 'pinned',
  phrase: 'pinned {the ticket} to the wall',
  after: () => ({ pinned: true }),
  line: { text: 'pinned this ticket to the wall', of: byStaff },
  notify: ({ ticket }, message_id) => [
    { kind: statusKind, subject: ticketSubject(ticket.id), message_id, to: [ticket.customer_id] },
  ],
  sentence: 'pinned your ticket to the wall',
  icon: 'star',
})

const actions = collectActions([...activities, { ticketPinned }])
const mailbox = await openMailbox()
const { world, customer, anna, ben, open } = await startDesk({
  env: { MAIL_URL: mailbox.url },
  features: { ...features, actions },
})
const { ctx } = world
hangUpAfterwards()

test('an action that is defined once and recorded once reaches every reader', async () => {
  const admin = await join(world, 'helen', 'admin')
  await confirmEmail(world, customer)
  const id = await open()
  // Ben gets no notification, but has the ticket open.
  const stream = await openLive(world, ben, `?ticket=${id}`)

  const ticket = { id, participant_ids: [], customer_id: customer.id, assistant_id: null }
  const line_id = await record(ctx, ticketPinned, { actor_id: anna.id, ticket })

  // The open page is told to refresh, and then shows the System line, as does the API.
  expect(await stream.next()).toBe('refresh')
  const pinned = `anna (#${anna.id}) pinned this ticket to the wall.`
  expect((await threadOf(customer, id)).at(-1)).toMatchObject({
    id: line_id,
    kind: 'system',
    action: 'pinned',
    author: { id: anna.id },
    from_staff: true,
    body: pinned,
  })
  // The customer gets a notification and, as long as it is unread, a mail.
  const tickets = await customer.pages.get('/tickets').expect(200)
  expect(bellOn(tickets.text)).toBe('1')
  expect(await toldOf(customer, id)).toMatchObject([
    { kind: 'status', text: 'anna pinned your ticket to the wall.', message_id: line_id, actor: { id: anna.id } },
  ])
  const inbox = (await customer.pages.get('/notifications').expect(200)).text
  expect(textOf(inbox)).toContain('anna pinned your ticket to the wall')
  expect(inbox).toContain('#star"')
  // The first mail is delayed a little, so that it can include what follows.
  world.clock.advance(minute)
  await new Worker(ctx, jobKinds).drain()
  const mails = mailbox.received.filter(({ to }) => to.includes(customer.email))
  expect(mails.at(-1)?.mail.text).toMatch(/^anna pinned your ticket to the wall\b/)
  const page = await customer.pages.get(`/tickets/${id}`).expect(200)
  expect(textOf(page.text)).toContain(pinned)

  // It is in the audit log and in the ticket's history.
  const { body } = await admin.api.get('/admin/audit?action=pinned').expect(200)
  expect(body.entries).toMatchObject([{ entity: 'ticket', entity_id: id, after: { pinned: true }, before: null }])
  const log = await admin.pages.get('/admin/audit?action=pinned').expect(200)
  expect(textOf(log.text)).toContain(`anna (#${anna.id}) pinned ticket #${id} to the wall`)
  expect(log.text).toContain('<option value="pinned" selected>Pinned the ticket to the wall</option>')
  const history = await anna.pages.get(`/tickets/${id}/history`).expect(200)
  expect(textOf(history.text)).toContain('pinned the ticket to the wall')
  const account = await admin.pages.get(`/admin/accounts/${anna.id}`).expect(200)
  expect(textOf(account.text)).toContain(`Pinned ticket ${id} to the wall`)
})

import { expect, test } from 'vitest'
import { invitationJob } from '#events/events/invitation-links.ts'
import { staffInvitationJob } from '#people/staff-invitations/invitations.ts'
import { enqueue } from '#platform/jobs/jobs.ts'
import { startHouse } from '../events/stage.ts'
import { workOff } from '../support/letters.ts'
import { join } from '../support/people.ts'

const { world, host, create } = await startHouse()
const { ctx } = world

const sentMails = () => ctx.db.selectFrom('sent_mails').select('message_id').execute()

test('an invitation that is sent again has another link, and so is another mail to servers that drop doubles', async () => {
  const boss = await join(world, 'boss', 'admin')
  await host.api.post(`/events/${await create()}/invitations`, { who: ['max@example.com'] }).expect(200)
  await boss.api.post('/admin/invitations', { emails: ['nina@example.com'], account_type: 'assistant' })
  await workOff(world)
  const before = await sentMails()
  for (const job of [invitationJob, staffInvitationJob]) await enqueue(ctx, job, { invitation_id: 1 })
  await workOff(world)
  expect((await sentMails()).length - before.length).toBe(2)
})

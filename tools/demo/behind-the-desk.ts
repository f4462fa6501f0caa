import type { Context } from '#context'
import { saveView } from '#desk/ticket-lists/saved-views.ts'
import { escalationJob } from '#desk/tickets/escalation.ts'
import { addAccount, getAccount } from '#people/accounts/accounts.ts'
import { suspendAccount } from '#people/admin/accounts.ts'
import { recordFailedLogin } from '#people/sessions/failed-logins.ts'
import { startSession } from '#people/sessions/sessions.ts'
import { inviteColleagues } from '#people/staff-invitations/invitations.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { insertJobs, mostAttempts } from '#platform/jobs/queries.ts'
import { markAllNotificationsRead } from '#platform/notifications/inbox.ts'

type People = Map<string, SessionActor>
type At = (hoursAgo: number) => Context

const hour = 3_600_000
const phone =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1'
const laptop = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'

const calling = (ctx: Context, address: string, user_agent: string): Context => ({
  ...ctx,
  client: { address, user_agent, limits: [] },
})

/** Escalates what has waited, and marks notifications as read. */
export async function catchUp(ctx: Context, people: People): Promise<void> {
  await withTransaction(ctx, (ctx) => escalationJob.run(ctx, '{}'))
  for (const actor of people.values()) await markAllNotificationsRead(ctx, actor)
}

/** Work for an admin: a suspended account, failed logins, an invited colleague, and mails that could not be sent. */
export async function addAdminWork(at: At, people: People, password_hash: string): Promise<void> {
  const [helen, marta] = [people.get('helen'), people.get('marta')]
  if (!helen || !marta) throw new Error('the studio has nobody at its desk')
  const deals = { username: 'best_deals_24', email: 'best.deals.24@example.net' }
  const stranger = await addAccount(calling(at(52), '203.0.113.77', laptop), deals, password_hash, 'customer')
  await suspendAccount(calling(at(50), '198.51.100.20', laptop), helen, stranger.id)
  await addFailedLogins(at, stranger.id, marta.id)
  for (const actor of [helen, marta]) {
    const account = await getAccount(at(5), actor.id)
    await startSession(calling(at(5), '198.51.100.20', laptop), account)
    await startSession(calling(at(2), '192.0.2.141', phone), account)
  }
  await saveView(at(1), marta, { name: 'Exams', address: 'status=open&tag=exams' })
  await inviteColleagues(at(20), helen, { emails: ['kwame.boateng@example.com'], account_type: 'assistant' })
  await addDeadMails(at)
}

async function addFailedLogins(at: At, stranger: number, marta: number) {
  const tries = [
    { hours: 49, name: 'best_deals_24', who: stranger, reason: 'suspended', from: '203.0.113.77', by: laptop },
    { hours: 21, name: 'admin', who: null, reason: 'wrong', from: '203.0.113.9', by: 'curl/8.5.0' },
    { hours: 21, name: 'root', who: null, reason: 'wrong', from: '203.0.113.9', by: 'curl/8.5.0' },
    { hours: 2, name: 'marta', who: marta, reason: 'wrong', from: '192.0.2.141', by: phone },
  ] as const
  for (const { hours, name, who, reason, from, by } of tries)
    await recordFailedLogin(calling(at(hours), from, by), name, who, reason)
}

/** Mails that the mail server rejected; retrying them succeeds. */
async function addDeadMails(at: At) {
  const [ctx, died] = [at(9), at(3).clock.now()]
  const errors = [
    'connect ECONNREFUSED 192.0.2.25:587',
    'Message failed: 452 4.2.2 The recipient’s mailbox is full, try again later',
  ]
  const notifications = await ctx.db
    .selectFrom('notifications')
    .select(['account_id', 'subject_id'])
    .where('created_at', '<', ctx.clock.now() - hour)
    .orderBy('id', 'desc')
    .limit(errors.length)
    .execute()
  for (const [n, { account_id, subject_id }] of notifications.entries())
    await insertJobs(ctx, [
      {
        kind: 'notification_mail',
        payload: JSON.stringify({ account_id, concerns: [`ticket ${subject_id}`] }),
        dedupe_key: `notification_mail:${account_id}:${n}`,
        status: 'dead',
        attempts: mostAttempts,
        created_at: ctx.clock.now() - n * hour,
        run_at: died - n * hour,
        finished_at: died - n * hour,
        last_error: errors[n] ?? null,
      },
    ])
}

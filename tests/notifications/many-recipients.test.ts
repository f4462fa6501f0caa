import { expect, test } from 'vitest'
import { changedKind } from '#events/events/notification-kinds.ts'
import { eventSubject } from '#events/events/topics.ts'
import { notifyAll } from '#platform/activity/readers/notifications.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import { startApp } from '../support/world.ts'

const { ctx } = await startApp({ env: { MAIL_URL: 'smtp://127.0.0.1:1' } })

/** More than the maximum number of parameters of a statement, on either engine. */
const many = 8000

test('thousands are notified at once, and mailed by jobs of a bounded size', async () => {
  const to = await withTransaction(ctx, async ({ db }) => {
    const ids: number[] = []
    for (let n = 0; n < many; n += 500) {
      const rows = Array.from({ length: 500 }, (_, m) => {
        const name = `guest${n + m}`
        const shown = { username: name, username_key: name, display_name: name, profile_icon: 'teal' }
        return {
          ...shown,
          email: '',
          email_key: '',
          password_hash: '',
          account_type: 'customer' as const,
          created_at: 1,
        }
      })
      ids.push(...(await db.insertInto('accounts').values(rows).returning('id').execute()).map(({ id }) => id))
    }
    return ids
  })
  const told = { kind: changedKind, subject: eventSubject(1), action: null, message_id: null, actor_id: null, to }
  await withTransaction(ctx, (ctx) => notifyAll(ctx, [told]))
  const rows = await ctx.db.selectFrom('notifications').select('id').execute()
  expect(rows).toHaveLength(many)
  const jobs = await ctx.db.selectFrom('jobs').select('payload').where('kind', '=', 'notification_mails').execute()
  const sizes = jobs.map(({ payload }) => JSON.parse(payload).ids.length)
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(many)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(500)
})

import { expect, test } from 'vitest'
import { textOf } from '../accounts/reading.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { lastAudit, post, rowOf, somebody } from './desk.ts'

const world = await startApp()
const boss = await join(world, 'boss', 'admin')
const changes = [
  { change: 'suspension', action: 'suspended', state: 'suspended_at' },
  { change: 'deletion', action: 'deleted', state: 'deleted_at' },
] as const

test.each(changes)(
  'the page asks before $change and for a reason, which goes to the log',
  async ({ change, action, state }) => {
    const kim = await somebody(world)
    const path = `/admin/accounts/${kim.id}/${change}`
    const account = (await boss.pages.get(`/admin/accounts/${kim.id}`).expect(200)).text
    expect(account).toContain(`href="${path}"`)
    expect(account).not.toContain(`action="${path}"`)
    expect((await boss.pages.get(path).expect(200)).text).toMatch(
      /<input class="input" id="reason" name="reason"[^>]* required/,
    )

    const form = { ...(change === 'deletion' && { username: kim.username }) }
    expect(textOf((await post(boss, path, { ...form, reason: ' ' }).expect(422)).text)).toContain('The reason needs')
    expect((await rowOf(world, kim.id))[state]).toBeNull()
    await post(boss, path, { ...form, reason: 'Spam in ten tickets' }).expect(303)
    const entry = await lastAudit(world, kim.id)
    expect(entry?.action).toBe(action)
    expect(JSON.parse(entry?.after ?? '{}')).toMatchObject({ reason: 'Spam in ten tickets' })
  },
)

test.each(changes)('the API takes a reason for $change, and does without', async ({ change, action }) => {
  for (const reason of [{ reason: 'Asked for it' }, {}]) {
    const kim = await somebody(world)
    const body = { ...(change === 'deletion' && { username: kim.username }), ...reason }
    await boss.api.post(`/admin/accounts/${kim.id}/${change}`, body).expect(change === 'deletion' ? 204 : 200)
    const entry = await lastAudit(world, kim.id)
    expect(entry?.action).toBe(action)
    expect(JSON.parse(entry?.after ?? '{}').reason).toBe('reason' in reason ? reason.reason : undefined)
  }
})

import { expect, test } from 'vitest'
import { textOf } from '../accounts/reading.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { lastAudit, post, rowOf, somebody } from './desk.ts'

const world = await startApp()
const boss = await join(world, 'boss', 'admin')
const deeds = [
  { deed: 'suspension', action: 'suspended', state: 'suspended_at' },
  { deed: 'deletion', action: 'deleted', state: 'deleted_at' },
] as const

test.each(deeds)(
  'the page asks before $deed and for a reason, which goes to the log',
  async ({ deed, action, state }) => {
    const kim = await somebody(world)
    const path = `/admin/accounts/${kim.id}/${deed}`
    const account = (await boss.pages.get(`/admin/accounts/${kim.id}`).expect(200)).text
    expect(account).toContain(`href="${path}"`)
    expect(account).not.toContain(`action="${path}"`)
    expect((await boss.pages.get(path).expect(200)).text).toMatch(
      /<input class="input" id="reason" name="reason"[^>]* required/,
    )

    const form = { ...(deed === 'deletion' && { username: kim.username }) }
    expect(textOf((await post(boss, path, { ...form, reason: ' ' }).expect(422)).text)).toContain('The reason needs')
    expect((await rowOf(world, kim.id))[state]).toBeNull()
    await post(boss, path, { ...form, reason: 'Spam in ten tickets' }).expect(303)
    const entry = await lastAudit(world, kim.id)
    expect(entry?.action).toBe(action)
    expect(JSON.parse(entry?.after ?? '{}')).toMatchObject({ reason: 'Spam in ten tickets' })
  },
)

test.each(deeds)('the API takes a reason for $deed, and does without', async ({ deed, action }) => {
  for (const reason of [{ reason: 'Asked for it' }, {}]) {
    const kim = await somebody(world)
    const body = { ...(deed === 'deletion' && { username: kim.username }), ...reason }
    await boss.api.post(`/admin/accounts/${kim.id}/${deed}`, body).expect(deed === 'deletion' ? 204 : 200)
    const entry = await lastAudit(world, kim.id)
    expect(entry?.action).toBe(action)
    expect(JSON.parse(entry?.after ?? '{}').reason).toBe('reason' in reason ? reason.reason : undefined)
  }
})

import { describe, expect, test } from 'vitest'
import { textOf } from '../accounts/reading.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'

describe('a new desk', async () => {
  const world = await startApp()
  const landing = async () => textOf((await world.visitor().get('/').expect(200)).text)

  test('says on its front page how to set it up, until there is an admin; people can register meanwhile', async () => {
    expect(await landing()).toContain('This desk has no admin yet')
    await world.visitor().get('/register').expect(200)
    await join(world, 'boss', 'admin')
    expect(await landing()).not.toContain('no admin yet')
  })

  test('shows its admins what to do first, ticked when done, until one of them puts it away', async () => {
    const [anna, boss, other] = await Promise.all([
      join(world, 'anna', 'assistant'),
      join(world, 'chief', 'admin'),
      join(world, 'other', 'admin'),
    ])
    const home = async ({ pages }: typeof boss) => textOf((await pages.get('/home').expect(200)).text)
    expect(await home(anna)).not.toContain('First steps')
    expect(await home(boss)).toMatch(/First steps.*Invite your colleagues Done.*Open a trial ticket Register as/)
    await ticketOf(world, await join(world, 'kim'))
    expect(await home(boss)).toMatch(/Open a trial ticket Done/)
    await boss.pages.post('/admin/first-steps/removal').expect(303)
    for (const admin of [boss, other]) expect(await home(admin)).not.toContain('First steps')
    // A second click finds it done.
    await other.pages.post('/admin/first-steps/removal').expect(303)
    const entries = await world.ctx.db.selectFrom('audit_entries').select('after').execute()
    expect(entries.filter(({ after }) => after?.includes('first_steps_hidden'))).toHaveLength(1)
  })
})

import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { dayFromNow } from '../events/stage.ts'
import { openBrowser } from '../support/browser.ts'
import { join, password } from '../support/people.ts'
import { startApp, type World } from '../support/world.ts'
import { button, fill, link, said, signIn, visit } from './visits.ts'

const main = (page: Page) => page.getByRole('main')

async function create(page: Page, world: World, more: Record<string, string> = {}): Promise<string> {
  await page.goto('/events')
  await main(page).getByRole('link', { name: 'Create an event' }).click()
  await fill(page, {
    ...{ Title: 'Salsa for two', Description: 'Bring **flat** shoes.', Date: dayFromNow(world, 7) },
    ...{ Begins: '19:00', Ends: '20:30', Location: 'Studio 2' },
    ...more,
  })
  await button(page, 'Create').click()
  await said(page, 'The event is created.').waitFor()
  return new URL(page.url()).pathname
}

describe('the overview', async () => {
  const [world, browser] = [await startApp({ env: { TIME_ZONE: 'UTC' } }), await openBrowser()]
  const host = await join(world, 'mira', 'assistant')

  test('follows the days and the box for past events as it follows what one types, also on the way back', async () => {
    const { page } = await visit(browser, world, host)
    const soon = await create(page, world, { Title: 'Samba' })
    const later = await create(page, world, { Title: 'Samba for two', Date: dayFromNow(world, 30) })
    const event = (path: string) => page.locator(`#event-${path.split('/').at(-1)}`)
    await page.goto('/events')
    await page.getByLabel('Title or place').fill('samba')
    await page.waitForURL('**/events?q=samba')
    const from = dayFromNow(world, 20)
    await page.getByLabel('From', { exact: true }).fill(from)
    await page.waitForURL(`**/events?q=samba&from=${from}`)
    await event(soon).waitFor({ state: 'detached' })
    await event(later).getByRole('link', { name: 'Details' }).click()
    await page.waitForURL(`**${later}`)
    await page.goBack()
    await event(later).waitFor()
    expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe(from)
    await page.getByLabel('Past events').check()
    await page.getByRole('heading', { level: 1, name: 'Past events' }).waitFor()
    expect(new URL(page.url()).search).toBe(`?q=samba&from=${from}&past=yes`)
  })
})

describe.each([
  { name: 'with JavaScript', javaScript: true },
  { name: 'without JavaScript', javaScript: false },
])('$name', async ({ javaScript }) => {
  const [world, browser] = [await startApp({ env: { TIME_ZONE: 'UTC' } }), await openBrowser()]
  const [host, kim, lee] = [await join(world, 'mira', 'assistant'), await join(world, 'kim'), await join(world, 'lee')]

  test('a host creates an event, guests book it up, and the waiting list moves up when one gives back a place', async () => {
    const { page, faults } = await visit(browser, world, host, { javaScript })
    const event = await create(page, world, { Places: '2' })
    expect(await page.locator('.prose strong').textContent()).toBe('flat')

    await signIn(page, world, kim)
    await page.goto('/events')
    await main(page)
      .getByRole('link', { name: /^Book.*Salsa for two$/ })
      .click()
    await page.getByLabel('Places', { exact: true }).selectOption('2')
    await button(page, 'Book').click()
    await said(page, 'Your 2 places are booked.').waitFor()

    await signIn(page, world, lee)
    await page.goto(event)
    await button(page, 'Join the waiting list').click()
    await said(page, 'You are on the waiting list.').waitFor()

    await signIn(page, world, kim)
    await page.goto('/bookings')
    await link(page, 'Salsa for two').click()
    await link(page, 'Cancel booking').click()
    await page.getByLabel('Place 1').uncheck()
    await button(page, 'Give back').click()
    await said(page, 'Given back. You still have 1 place of this booking.').waitFor()

    await signIn(page, world, lee)
    await page.goto('/notifications')
    await main(page).getByRole('link', { name: 'A place is free for you' }).click()
    await page.getByRole('heading', { name: 'A place is free for you' }).waitFor()
    await button(page, 'Book').click()
    await said(page, 'Your place is booked.').waitFor()

    await signIn(page, world, host)
    await page.goto(`${event}/attendees`)
    expect(await page.getByText('1 × Place').count()).toBe(2)
    await page
      .getByRole('button', { name: /^Not paid/ })
      .first()
      .click()
    await page.getByRole('button', { name: /^Paid/ }).waitFor()
    expect(faults).toEqual([])
  })

  test('questions are asked for each place, and what was answered stays when something is wrong', async () => {
    const { page, faults } = await visit(browser, world, host, { javaScript })
    await page.goto('/events/new')
    await page.getByText('Questions for each place').click()
    await fill(page, { 'Question 1': 'Child’s name' })
    const question = page.getByRole('group', { name: 'Question 1' })
    await question.getByLabel('Required').check()
    const isSeen = (label: string) => page.getByLabel(label).isVisible()
    expect([await isSeen('Question 2'), await isSeen('Question 3')], 'one free row').toEqual([true, false])
    expect([await isSeen('Choices 1'), await question.getByLabel('only once').isVisible()]).toEqual([false, false])
    await question.getByLabel('Answer').selectOption('choice')
    expect(await isSeen('Choices 1')).toBe(true)
    await question.getByLabel('Answer').selectOption('text')
    await fill(page, {
      ...{
        Title: 'Nutcracker',
        Description: 'Mice and snow.',
        Date: dayFromNow(world, 9),
        Begins: '10:00',
        Ends: '12:00',
      },
    })
    await button(page, 'Create').click()
    await said(page, 'The event is created.').waitFor()
    const event = new URL(page.url()).pathname

    await signIn(page, world, kim)
    await page.goto(event)
    await page.getByLabel('Places', { exact: true }).selectOption('2')
    await button(page, 'Continue').click()
    const [first, second] = [page.getByLabel('Child’s name').first(), page.getByLabel('Child’s name').nth(1)]
    await first.fill('Ida')
    await second.fill('\u200b')
    await button(page, 'Book these 2 places').click()
    await page.getByRole('alert').waitFor()
    expect(await first.inputValue()).toBe('Ida')
    await second.fill('Bo')
    await button(page, 'Book these 2 places').click()
    await said(page, 'Your 2 places are booked.').waitFor()
    expect(faults).toEqual([])
  })

  test('a stranger is invited by mail, registers, and lands on the invitation', async () => {
    const { page, faults } = await visit(browser, world, host, { javaScript })
    const title = `Masterclass ${javaScript}`
    const event = await create(page, world, { Title: title })
    await page.goto(`${event}/edit`)
    await page.getByLabel('Who sees it').selectOption('invite_only')
    await button(page, 'Save').click()
    await page.goto(`${event}/attendees`)
    await page.getByLabel('Invite people').fill('stranger@example.org')
    await button(page, 'Invite').click()
    await said(page, 'The invitation is on its way.').waitFor()
    const token = await tokenOfInvitation(world)

    await signIn(page, world, null)
    await page.goto(event)
    await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
    await page.goto(`/invitations/${token}`)
    await link(page, 'Register').last().click()
    await fill(page, { Username: `guest${javaScript}`, Email: 'stranger@example.org', Password: password })
    await fill(page, { 'Repeat the password': password })
    await button(page, 'Create account').click()
    await main(page)
      .getByRole('button', { name: /See the invitation/ })
      .click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    await button(page, 'Accept and book').click()
    await said(page, 'Your place is booked.').waitFor()
    expect(faults.filter((fault) => !fault.includes('404'))).toEqual([])
  })
})

/** The token that its mail contains; only its hash is stored. */
async function tokenOfInvitation(world: World): Promise<string> {
  const token = `invitation-${Date.now()}`
  const token_hash = createHash('sha256').update(token).digest('base64url')
  const newest = world.ctx.db.selectFrom('event_invitations').select(({ fn }) => fn.max('id').as('id'))
  await world.ctx.db.updateTable('event_invitations').set({ token_hash }).where('id', '=', newest).execute()
  return token
}

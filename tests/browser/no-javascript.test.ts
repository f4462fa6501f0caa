import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { join, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { button, fill, link, said, visit } from './visits.ts'

/** Without JavaScript the page must be loaded again to show news. */
async function look(page: Page, text: string) {
  await page.goto(page.url())
  await said(page, text).waitFor()
}

describe('with JavaScript off', async () => {
  const [world, browser] = [await startApp(), await openBrowser()]
  const anna = await join(world, 'anna', 'assistant')

  test('a question is asked, claimed, answered, edited, closed by command and reopened by writing', async () => {
    const options = { javaScript: false, screen: 'phone' } as const
    const [kims, annas] = [await visit(browser, world, null, options), await visit(browser, world, null, options)]
    const [kim, desk] = [kims.page, annas.page]

    await kim.goto('/register')
    await fill(kim, { Username: 'kim', Email: 'kim@example.com', Password: password })
    await fill(kim, { 'Repeat the password': 'something else' })
    await button(kim, 'Create account').click()
    await said(kim, 'The two passwords are not the same.').waitFor()
    expect(await kim.getByLabel('Username').inputValue()).toBe('kim')
    await fill(kim, { Password: password, 'Repeat the password': password })
    await button(kim, 'Create account').click()
    await said(kim, 'Welcome! Your account is ready.').waitFor()
    await kim.getByRole('main').getByRole('link', { name: 'Open a ticket' }).click()
    await fill(kim, { 'What is it about?': 'My lost umbrella', 'Your message': 'I left it in room 2.' })
    await button(kim, 'Send').click()
    await said(kim, 'Your ticket is open').waitFor()

    await desk.goto('/login?next=/tickets?queue=unclaimed')
    await fill(desk, { 'Username or email': 'ANNA', Password: password })
    await button(desk, 'Log in').click()
    await link(desk, 'Unread: My lost umbrella').click()
    await button(desk, 'Actions').click()
    await button(desk, 'Claim').click()
    await said(desk, 'The ticket is yours.').waitFor()
    await fill(desk, { 'Your message': 'We have found it.' })
    await button(desk, 'Send').click()
    await said(desk, 'We have found it.').waitFor()
    await fill(desk, { 'Your message': '!close' })
    await button(desk, 'Send').click()
    await said(desk, `anna (#${anna.id}) closed this ticket.`).waitFor()

    await look(kim, 'We have found it.')
    await button(kim, 'Actions').click()
    await link(kim, 'Edit').click()
    await fill(kim, { Title: 'My lost and found umbrella' })
    await button(kim, 'Save changes').click()
    await said(kim, 'Saved.').waitFor()
    await link(kim, 'Earlier versions').click()
    await said(kim, '“My lost umbrella”').waitFor()
    await link(kim, 'My lost and found umbrella').click()
    await fill(kim, { 'Your message': 'Thank you!' })
    await button(kim, 'Send').click()
    await said(kim, 'reopened this ticket.').waitFor()
    await look(desk, 'Thank you!')

    await kim.goto('/profile')
    await button(kim, 'Log out').click()
    await said(kim, 'You are logged out.').waitFor()
    expect([...kims.faults, ...annas.faults]).toEqual([])
  })

  test('nothing is offered that only works with it', async () => {
    const { page, faults } = await visit(browser, world, anna, { javaScript: false })
    await page.goto('/home')
    for (const hint of await page.locator('.for-script').all()) expect(await hint.isVisible()).toBe(false)
    expect(await page.locator('.for-script').count()).toBeGreaterThan(0)
    expect(faults).toEqual([])
  })
})

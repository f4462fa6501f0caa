import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { join, password, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { button, fill, link, live, said, sameDocument, visit } from './visits.ts'

const queue = (page: Page) => page.locator('#section-unclaimed .ticket__link')

describe('a question and its answer, in two browsers', async () => {
  const [world, browser] = [await startApp(), await openBrowser()]
  const anna = await join(world, 'anna', 'assistant')

  test('go their way live, from registering to reopening', async () => {
    const [kims, annas] = [await visit(browser, world), await visit(browser, world)]
    const [kim, desk] = [kims.page, annas.page]

    await desk.goto('/login')
    await fill(desk, { 'Username or email': anna.email, Password: password })
    await live(desk, () => button(desk, 'Log in').click())
    await said(desk, 'Nobody is waiting. Time for a coffee.').waitFor()
    const deskStays = await sameDocument(desk)

    await kim.goto('/')
    await link(kim, 'Register').click()
    await fill(kim, { Username: 'kim', Email: 'kim@example.com', Password: password })
    await fill(kim, { 'Repeat the password': password })
    await button(kim, 'Create account').click()
    await said(kim, 'Welcome! Your account is ready.').waitFor()
    await kim.getByRole('main').getByRole('link', { name: 'Open a ticket' }).click()
    await fill(kim, { 'What is it about?': 'My lost umbrella', 'Your message': 'It is **red**, left in room 2.' })
    await live(kim, () => button(kim, 'Send').click())
    await said(kim, 'Your ticket is open').waitFor()
    const kimStays = await sameDocument(kim)

    // It appears on the open page by itself, and stays above what comes later.
    await queue(desk).filter({ hasText: 'My lost umbrella' }).waitFor()
    await ticketOf(world, await join(world, 'lee'), 'Later than the umbrella')
    await queue(desk).filter({ hasText: 'Later than the umbrella' }).waitFor()
    expect(await queue(desk).allInnerTexts()).toEqual([
      expect.stringContaining('My lost umbrella'),
      expect.stringContaining('Later than the umbrella'),
    ])

    await live(desk, () => queue(desk).first().click())
    expect(await desk.locator('.message strong').textContent()).toBe('red')
    await button(desk, 'Claim').click()
    await said(desk, 'The ticket is yours.').waitFor()
    await said(kim, `anna (#${anna.id}) claimed this ticket.`).waitFor()

    await desk.getByLabel('Your message').fill('We have found it. Come by until 8!')
    await button(desk, 'Send').click()
    await said(desk, 'We have found it.').waitFor()
    await said(kim, 'We have found it.').waitFor()
    expect(await kim.locator('.message').last().textContent()).toMatch(/anna\s*Staff/)
    await said(kim, 'Waiting for you').waitFor()

    const address = desk.url()
    await button(desk, 'Close').click()
    await said(kim, `anna (#${anna.id}) closed this ticket.`).waitFor()
    await button(kim, 'Reopen').click()
    await said(kim, 'The ticket is open again.').waitFor()
    // Closing leads to the next ticket of the list.
    await desk.getByRole('heading', { level: 1, name: 'Later than the umbrella' }).waitFor()
    expect([await deskStays(), await kimStays()]).toEqual([true, true])
    await desk.goto(address)
    await said(desk, 'kim (#').filter({ hasText: 'reopened this ticket.' }).waitFor()
    await button(desk, 'Close').waitFor()

    expect([...kims.faults, ...annas.faults]).toEqual([])
  })
})

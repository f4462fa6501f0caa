import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { button, said, visit } from '../../browser/visits.ts'
import { openBrowser } from '../../support/browser.ts'
import { join, ticketOf } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'

describe('what is too long', async () => {
  const [world, browser] = [await startApp(), await openBrowser()]
  const kim = await join(world, 'kim')
  const long = 'Ärger '.repeat(2000)
  const write = async (page: Page, title: string, message: string) => {
    await page.getByLabel('What is it about?').fill(title)
    await page.getByLabel('Your message').fill(message)
  }

  test('is counted while it is typed, is not sent, and is sent when it is short enough', async () => {
    const { page, faults } = await visit(browser, world, kim)
    await page.goto('/tickets/new')
    await write(page, 'T'.repeat(60), long)
    await said(page, '4 characters left').waitFor()
    await said(page, '2000 characters too many').waitFor()
    await button(page, 'Send').click()
    expect(await page.getByLabel('Your message').inputValue()).toBe(long)
    expect(page.url()).toMatch(/\/tickets\/new$/)
    await page.getByLabel('Your message').fill(long.slice(0, 10_000))
    await button(page, 'Send').click()
    await said(page, 'Your ticket is open.').waitFor()
    expect(faults).toEqual([])
  })

  test.each([
    ['12,000 characters', long],
    ['more than a request may hold elsewhere', '漢'.repeat(40_000)],
  ])('comes back whole without JavaScript: %s', async (_what, text) => {
    const { page } = await visit(browser, world, kim, { javaScript: false })
    await page.goto('/tickets/new')
    await write(page, 'T'.repeat(70), text)
    await button(page, 'Send').click()
    await said(page, 'The message can have at most 10000 characters.').first().waitFor()
    expect(await page.getByLabel('Your message').inputValue()).toBe(text)
    expect(await page.getByLabel('What is it about?').inputValue()).toBe('T'.repeat(70))
  })

  test('a text from right to left is shown so, whatever stands around it', async () => {
    const id = await ticketOf(world, kim, 'متى يبدأ الدرس؟')
    const { page } = await visit(browser, world, kim)
    await kim.api.post(`/tickets/${id}/messages`, { message: 'שלום!\nHello!' }).expect(201)
    await kim.api.patch('/me', { display_name: 'كيم' }).expect(200)
    await page.goto(`/tickets/${id}`)
    const direction = (place: string) =>
      page
        .locator(place)
        .last()
        .evaluate((element) => getComputedStyle(element).direction)
    for (const place of ['h1', '.prose', '.header__text[dir]', '.facts .person bdi'])
      expect(await direction(place)).toBe('rtl')
    await page.goto('/home')
    expect(await direction('.ticket__link bdi')).toBe('rtl')
  })
})

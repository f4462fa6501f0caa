import { expect, test } from 'vitest'
import { visit } from '../../browser/visits.ts'
import { axeFindings } from '../../support/accessibility.ts'
import { openBrowser } from '../../support/browser.ts'
import { join, ticketOf } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'

const world = await startApp()
const browser = await openBrowser()
const [kim, anna] = [await join(world, 'kim'), await join(world, 'anna', 'assistant')]
const [umbrella, bicycle] = [await ticketOf(world, kim), await ticketOf(world, kim, 'Where is my bicycle?')]

test('results come while one types; focus, text and address stay in step', async () => {
  const { page, faults } = await visit(browser, world, anna)
  await page.goto('/tickets')
  await page.keyboard.press('/')
  await page.keyboard.type('bicyc')
  await page.waitForURL('**/tickets?q=bicyc')
  await page.locator(`#ticket-${umbrella}`).waitFor({ state: 'detached' })
  const titles = await page.locator('.ticket__link').allTextContents()
  expect(titles.map((title) => title.trim())).toEqual(['Unread: Where is my bicycle?'])
  expect(await page.locator('mark').first().textContent()).toBe('bicycle')
  await page.keyboard.type('lexyz')
  await page.getByText('No ticket has all of these words.').last().waitFor()
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('q')
  expect(await page.inputValue('#q')).toBe('bicyclexyz')
  expect(await axeFindings(page)).toEqual([])
  await page.fill('#q', '')
  await page.locator(`#ticket-${umbrella}`).waitFor()
  await page.waitForURL('**/tickets')
  expect(faults).toEqual([])
})

test('going back to the list from before the search shows it without the search', async () => {
  const { page, faults } = await visit(browser, world, anna)
  const box = () => page.inputValue('#q').catch(() => null)
  await page.goto('/tickets')
  await page.locator(`#ticket-${umbrella} a`).first().click()
  await page.waitForURL(`**/tickets/${umbrella}`)
  await page.getByRole('banner').getByRole('link', { name: 'Tickets' }).click()
  await page.waitForURL('**/tickets')
  await page.fill('#q', 'bicycle')
  await page.waitForURL('**/tickets?q=bicycle')
  await page.locator(`#ticket-${bicycle} a`).first().click()
  await page.waitForURL(`**/tickets/${bicycle}`)
  for (const [path, text] of [
    ['/tickets?q=bicycle', 'bicycle'],
    [`/tickets/${umbrella}`, null],
    ['/tickets', ''],
  ] as const) {
    await page.goBack()
    await page.waitForURL(`**${path}`)
    if (text !== null) await expect.poll(box).toBe(text)
  }
  await page.locator(`#ticket-${umbrella}`).waitFor()
  expect(await box()).toBe('')
  expect(faults).toEqual([])
})

test('without JavaScript the form searches, filters and saves', async () => {
  const { page, faults } = await visit(browser, world, anna, { javaScript: false })
  await page.goto('/tickets')
  await page.fill('#q', 'bicycle')
  await page.getByRole('button', { name: 'Search' }).click()
  await page.locator(`#ticket-${bicycle}`).waitFor()
  await page.locator('#filter-box summary').click()
  await page.selectOption('#status', 'closed')
  await page.getByRole('button', { name: 'Apply' }).click()
  await page.getByText('No ticket with all of these words matches the filters.').last().waitFor()
  await page.locator('#view-box summary').click()
  await page.fill('#name', 'Closed bicycles')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByRole('heading', { name: 'Closed bicycles' }).waitFor()
  expect(new URL(page.url()).search).toBe('?q=bicycle&status=closed&sort=best')
  expect(faults).toEqual([])
})

import { expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { button, live, visit } from './visits.ts'

const [world, browser] = [await startApp(), await openBrowser()]
const kim = await join(world, 'kim')
const anna = await join(world, 'anna', 'assistant')

test('sending and going on shows the next ticket at its first unread message, and announces its title', async () => {
  const first = await ticketOf(world, kim, 'The first question')
  const second = await ticketOf(world, kim, 'The second question')
  await anna.api.post(`/tickets/${second}/read-mark`).expect(204)
  for (let number = 1; number <= 12; number++)
    await kim.api.post(`/tickets/${second}/messages`, { message: `New line ${number}.\n\nAnd more.` }).expect(201)
  const { page, faults } = await visit(browser, world, anna)
  await page.goto('/tickets?queue=unclaimed')
  await page.getByRole('link', { name: 'The first question' }).click()
  await page.waitForURL(`**/tickets/${first}`)
  await expect.poll(() => page.getByRole('status').allInnerTexts()).toContain(`${await page.title()}.`)

  await page.getByLabel('Your message').fill('Done.')
  await button(page, 'Send and next').click()
  await page.waitForURL(`**/tickets/${second}`)
  const title = page.getByRole('status').filter({ hasText: 'The second question' })
  await title.waitFor({ state: 'attached' })
  const { top, height } = await page
    .locator('#unread')
    .evaluate((line) => ({ top: line.getBoundingClientRect().top, height: innerHeight }))
  expect(top).toBeGreaterThan(0)
  expect(top).toBeLessThan(height / 2)
  expect(await title.innerText()).toMatch(/Sent|Answer|next/i)
  expect(faults).toEqual([])
})

test('a ticket that was not opened from a list does not lead on in the list of the one before', async () => {
  await ticketOf(world, kim, 'A question of today')
  const { page, faults } = await visit(browser, world, anna)
  await page.goto('/tickets?status=open&sort=newest')
  await page.getByRole('link', { name: 'A question of today' }).click()
  await button(page, 'Claim').waitFor()
  await page.goto('/home')
  await page.locator('.longest a').click()
  await page.getByLabel('Your message').waitFor()
  const longest = page.url()
  await button(page, 'Close').click()
  await button(page, 'Reopen').waitFor()
  expect(page.url()).toBe(longest)
  expect(faults).toEqual([])
})

test('the note of what was done, which covers the actions of a ticket on a phone, goes at a tap', async () => {
  const id = await ticketOf(world, kim, 'A question on the way')
  const { page, faults } = await visit(browser, world, anna, { screen: 'phone' })
  await page.goto(`/tickets/${id}`)
  await button(page, 'Actions').tap()
  await button(page, 'Claim').tap()
  await page.getByText('The ticket is yours.').tap()
  expect(await page.locator('.flash').count()).toBe(0)
  expect(faults).toEqual([])
})

test('the keyboard focus stays where a ticket was claimed, and where one left the list', async () => {
  const ids = []
  for (const title of ['One of three', 'Two of three', 'Three of three']) ids.push(await ticketOf(world, kim, title))
  const { page, faults } = await visit(browser, world, anna)
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim())
  await live(page, () => page.goto('/tickets?queue=unclaimed'))
  await page.locator('.ticket__link', { hasText: 'Two of three' }).focus()
  await anna.api.post(`/tickets/${ids[1]}/claim`).send({ expected_assistant_id: null }).expect(200)
  await expect.poll(focused).toContain('Three of three')

  await page.goto(`/tickets/${ids[0]}`)
  await button(page, 'Claim').focus()
  await page.keyboard.press('Enter')
  await button(page, 'Claim').waitFor({ state: 'detached' })
  const focusedId = () => page.evaluate(() => document.activeElement?.id)
  await expect.poll(focusedId).toBe('main')

  // A second Enter would claim, and then release, the ticket.
  for (const [act, next] of [
    ['Close', 'Reopen'],
    ['Reopen', 'Close'],
  ] as const) {
    await button(page, act).focus()
    await page.keyboard.press('Enter')
    await button(page, next).waitFor()
    await expect.poll(focusedId).toBe('main')
  }

  await live(page, () => page.goto('/tickets?q=three&assistant=nobody'))
  await page.locator('.ticket__link', { hasText: 'Three of three' }).focus()
  await anna.api.post(`/tickets/${ids[2]}/claim`).send({ expected_assistant_id: null }).expect(200)
  await page.locator('.ticket__link').waitFor({ state: 'detached' })
  await expect.poll(focusedId).toBe('main')
  expect(faults).toEqual([])
})

test('a ticket opened in a tab behind the list is unread until somebody looks at that tab', async () => {
  const id = await ticketOf(world, kim, 'A question for later')
  const isUnread = async () => (await anna.api.get(`/tickets/${id}`).expect(200)).body.unread
  const { page, faults } = await visit(browser, world, anna)
  await page.goto('/tickets?queue=unclaimed')
  await page.context().addInitScript(() => {
    Object.defineProperty(document, 'hidden', { value: true, configurable: true })
  })
  const row = page.getByRole('link', { name: 'A question for later' })
  const [behind] = await Promise.all([page.context().waitForEvent('page'), row.click({ button: 'middle' })])
  await behind.getByLabel('Your message').waitFor()
  await behind.waitForLoadState()
  expect([await isUnread(), await row.getAttribute('href')]).toEqual([true, `/tickets/${id}`])
  await behind.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: false })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  await behind.waitForURL((url) => url.search === '')
  await expect.poll(isUnread).toBe(false)
  expect(faults).toEqual([])
})

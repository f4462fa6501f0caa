import { expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { button, visit } from './visits.ts'

const [world, browser] = [await startApp(), await openBrowser()]
const kim = await join(world, 'kim')
const anna = await join(world, 'anna', 'assistant')

test('who sends and goes on reads the next ticket from what is new in it, and hears which one it is', async () => {
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

import { expect, test } from 'vitest'
import { visit } from '../../browser/visits.ts'
import { openBrowser } from '../../support/browser.ts'
import { join, ticketOf } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'

const [world, browser] = [await startApp(), await openBrowser()]
const [kim, anna] = [await join(world, 'kim'), await join(world, 'anna', 'assistant')]
const id = await ticketOf(world, kim)

test('all tabs that nobody looks at say how much is unread, by one stream', async () => {
  const { page, faults } = await visit(browser, world, kim)
  const context = page.context()
  await context.addInitScript(() => Object.defineProperty(document, 'hidden', { get: () => true }))
  const streams: string[] = []
  context.on('request', (request) => {
    if (request.url().includes('/live')) streams.push(request.url())
  })
  const tabs = [page, await context.newPage(), await context.newPage()]
  const firstCount = page.waitForResponse('**/notifications/count')
  for (const tab of tabs) await tab.goto('/profile')
  await firstCount
  await anna.api.post(`/tickets/${id}/messages`, { message: 'We have found it.' }).expect(201)
  for (const tab of tabs) await tab.waitForFunction(() => document.title.startsWith('(1) '))
  await kim.api.post('/notifications/read').expect(204)
  for (const tab of tabs) await tab.waitForFunction(() => document.title.startsWith('Your profile'))
  expect(streams).toHaveLength(1)

  // The leading tab is closed: another becomes the leader.
  await page.close()
  await anna.api.post(`/tickets/${id}/messages`, { message: 'Come and get it.' }).expect(201)
  for (const tab of tabs.slice(1)) await tab.waitForFunction(() => document.title.startsWith('(1) '))
  expect(streams).toHaveLength(2)
  expect(faults).toEqual([])
})

test('a page says so too, and without JavaScript', async () => {
  const { page } = await visit(browser, world, kim, { javaScript: false })
  await page.goto('/profile')
  expect(await page.title()).toBe('(1) Your profile · SupportMe')
})

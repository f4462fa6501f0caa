import { describe, expect, test } from 'vitest'
import { live, visit } from '../../browser/visits.ts'
import { axeFindings } from '../../support/accessibility.ts'
import { openBrowser } from '../../support/browser.ts'
import { join, ticketOf } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'

describe('notifications in a browser', async () => {
  const [world, browser] = [await startApp(), await openBrowser()]
  const [kim, anna] = [await join(world, 'kim'), await join(world, 'anna', 'assistant')]
  const id = await ticketOf(world, kim)
  const answer = (message: string) => anna.api.post(`/tickets/${id}/messages`, { message }).expect(201)

  test('the bell rings on a page about something else, without a reload, and is quiet once all is read', async () => {
    const { page, faults } = await visit(browser, world, kim)
    await live(page, () => page.goto('/profile'))
    const bell = page.locator('#bell')
    expect(await bell.locator('.bell__count').count()).toBe(0)
    await page.getByLabel('Name shown to others').fill('Half a na')
    await answer('Here is the news.')
    await bell.getByText('1 unread').waitFor()
    expect(await page.getByLabel('Name shown to others').inputValue()).toBe('Half a na')

    await bell.click()
    await page.getByRole('link', { name: 'Unread: anna wrote' }).click()
    await page.waitForURL(`**/tickets/${id}#message-*`)
    await page.locator('#bell:not(:has(.bell__count))').waitFor()
    expect(faults).toEqual([])
    // While the ticket's page is open, new notifications about it are read at once.
    await page.context().close()
  })

  test('one at a time and all at once can be marked without JavaScript', async () => {
    for (const message of ['One', 'Two', 'Three']) await answer(message)
    const { page, faults } = await visit(browser, world, kim, { javaScript: false })
    await page.goto('/notifications?show=unread')
    await page.getByRole('button', { name: 'Mark as read: anna wrote' }).first().click()
    await page.locator('#bell').getByText('2 unread').waitFor()
    expect(await page.locator('.notifications__row').count()).toBe(2)
    await page.getByRole('button', { name: 'Mark all as read' }).click()
    await page.getByText('No unread notifications.').waitFor()
    expect(faults).toEqual([])
  })

  test.each(['/notifications', '/notifications?show=unread', '/notifications/choices'])(
    '%s is accessible and fits, on phone and desktop, in light and dark',
    async (path) => {
      await answer(`Donaudampfschifffahrtsgesellschaftskapitänsmütze${'-and-on'.repeat(20)}`)
      for (const screen of ['phone', 'desktop'] as const) {
        const { page, faults } = await visit(browser, world, kim, { screen })
        if (screen === 'phone') await page.setViewportSize({ width: 320, height: 700 })
        await page.goto(path)
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme })
          expect(await axeFindings(page), `${screen}, ${colorScheme}`).toEqual([])
        }
        const [scroll, client] = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement
          return [scrollWidth, clientWidth]
        })
        expect(scroll).toBe(client)
        expect(faults).toEqual([])
        await page.context().close()
      }
    },
  )
})

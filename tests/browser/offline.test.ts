import { describe, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { button, visit } from './visits.ts'

describe('without a network', async () => {
  const [world, browser] = [await startApp(), await openBrowser()]
  const kim = await join(world, 'kim')

  test('a page says so, within Turbo and after a reload, and opens by itself when there is one again', async () => {
    const { page } = await visit(browser, world, kim, { serviceWorker: true })
    await page.goto('/home')
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.context().setOffline(true)
    const offline = page.getByRole('heading', { name: 'You are offline' })
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Tickets' }).click()
    await offline.waitFor()
    await page.reload()
    await offline.waitFor()
    expect(await page.getByText('kim').count()).toBe(0)
    await page.context().setOffline(false)
    await page.getByRole('heading', { name: 'Tickets', level: 1 }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/tickets')
  })

  test('nothing that was kept for somebody outlives their logging out', async () => {
    const { page, faults } = await visit(browser, world, kim, { serviceWorker: true })
    await page.goto('/home')
    await page.evaluate(() => navigator.serviceWorker.ready)
    const cached = () => page.evaluate(() => caches.keys())
    await page.evaluate(async (account) => {
      await (await caches.open(`page-${account}:/passes/1`)).put('/passes/1', new Response('kept'))
    }, kim.id)
    await page.goto('/tickets')
    expect(await cached()).toContain(`page-${kim.id}:/passes/1`)
    await button(page, 'Log out').click()
    await page.waitForURL((address) => address.pathname !== '/tickets')
    await expect.poll(cached).toEqual([expect.stringMatching(/^shell-/)])
    expect(faults).toEqual([])
  })
})

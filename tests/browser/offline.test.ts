import { describe, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { join, password } from '../support/people.ts'
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

  test.for([
    ['/tickets', 'Log out'],
    ['/profile/sessions', 'Log out'],
    ['/profile/deletion', 'Delete my account'],
  ] as const)('nothing that was kept for somebody outlives %s: %s', async ([path, leave], { expect }) => {
    const member = await join(world, `leaves${path.replace(/.*\//, '')}`)
    const { page, faults } = await visit(browser, world, member, { serviceWorker: true })
    await page.goto('/tickets/new')
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.getByLabel('Your message').fill('Half typed')
    const cached = () => page.evaluate(() => caches.keys())
    await page.evaluate(async (account) => {
      await (await caches.open(`page-${account}:/passes/1`)).put('/passes/1', new Response('kept'))
    }, member.id)
    await page.goto(path)
    expect(await cached()).toContain(`page-${member.id}:/passes/1`)
    if (leave !== 'Log out') await page.getByLabel('Your password').fill(password)
    // On a wide screen the header has such a link too.
    await button(page, leave).last().click()
    await page.waitForURL((address) => address.pathname === '/login')
    await expect.poll(async () => (await cached()).filter((name) => !name.startsWith('shell-'))).toEqual([])
    expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('draft')))).toEqual([])
    expect(faults).toEqual([])
  })
})

import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { decodeCode } from '#events/passes/code.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { shortCodeOf, startDoor } from '../door/stage.ts'
import { axeFindings } from '../support/accessibility.ts'
import { openBrowser } from '../support/browser.ts'
import { logInAs } from '../support/people.ts'
import { readPicture } from '../support/read-code.ts'
import { button, isKept, visit } from './visits.ts'

/** Reads the code from a screenshot, as a camera would. */
async function shownCode(page: Page): Promise<string> {
  const picture = page.locator('.pass__picture:has(svg)')
  await picture.scrollIntoViewIfNeeded()
  return (await readPicture(await picture.screenshot())) ?? 'no code'
}

/** Has the page renew its codes, as when the network is back or a slot of 15 seconds begins. */
const askAgain = (page: Page) => page.evaluate(() => dispatchEvent(new Event('online')))

/** Has the page refresh, as after a live event. */
const refreshed = (page: Page) =>
  page.evaluate(async () => {
    const done = new Promise((resolve) => document.addEventListener('desk:refreshed', resolve, { once: true }))
    document.dispatchEvent(new Event('desk:outdated'))
    await done
  })

describe('the page of a pass', async () => {
  const [{ world, kim, lee, scan, passOf, openDoor, create }, browser] = [await startDoor(), await openBrowser()]
  const phone = { screen: 'phone' } as const

  test('shows a code that the door reads and admits, and then says that it was used', async () => {
    const pass = await passOf(kim)
    const { page, faults } = await visit(browser, world, kim, phone)
    await page.goto(`/passes/${pass.id}`)
    const code = await shownCode(page)
    expect(await axeFindings(page)).toEqual([])
    expect(faults).toEqual([])
    expect(await scan(code)).toMatchObject({ verdict: 'admitted', pass: { id: pass.id } })
    await page.getByText('Used', { exact: true }).first().waitFor()
    await page.locator('.pass__live').waitFor({ state: 'detached' })
  })

  test('has the whole code in sight on a small phone', async () => {
    const pass = await passOf(kim)
    const { page } = await visit(browser, world, kim, phone)
    await page.setViewportSize({ width: 320, height: 568 })
    await page.goto(`/passes/${pass.id}`)
    await page.locator('.pass__picture svg').waitFor()
    const code = await page.locator('.pass__picture').boundingBox()
    const [header, bar] = [await page.locator('.header').boundingBox(), await page.locator('.bottom-bar').boundingBox()]
    expect(code && header && code.y - header.y - header.height).toBeGreaterThanOrEqual(0)
    expect(code && bar && bar.y - code.y - code.height).toBeGreaterThanOrEqual(0)
  })

  test('goes from place to place by the keyboard, and takes a pass back that was shown elsewhere', async () => {
    const event = await create({ title: 'Tango night' })
    const ours = await passOf(lee, event, { quantity: 2 })
    const { page } = await visit(browser, world, lee, phone)
    await page.goto(`/events/${event}/passes`)
    const first = decodeCode(await shownCode(page))
    await page.keyboard.press('ArrowRight')
    const current = page.getByRole('link', { name: 'Place 2', exact: true }).and(page.locator('[aria-current="true"]'))
    await current.waitFor()
    const second = decodeCode(await shownCode(page))
    expect(second?.event_id).toBe(event)
    expect(second?.public_id).not.toBe(first?.public_id)
    await refreshed(page)
    expect(await current.count()).toBe(1)

    const elsewhere = await logInAs(world, await getAccount(world.ctx, lee.id))
    const { passes } = (await elsewhere.api.get(`/passes?event_id=${event}`)).body
    await elsewhere.api.post(`/passes/${passes.at(-1).id}/showings`).expect(201)
    await askAgain(page)
    await page.getByText('This pass was shown elsewhere').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await button(page, 'Show it here').click()
    const third = decodeCode(await shownCode(page))
    expect(third?.public_id).toBe(second?.public_id)
    expect(third?.tag).not.toBe(second?.tag)
    await page.getByRole('link', { name: 'Tango night' }).first().click()
    await page.getByRole('heading', { name: 'Tango night', level: 1 }).waitFor()
    await page.goBack()
    expect(await shownCode(page)).toMatch(/^SM1:/)
    expect(await page.locator('.pass__live').count()).toBe(1)

    // A used place is moved to the end, and keeps its number.
    const door = await openDoor('Entrance', event)
    expect(await scan(await shortCodeOf(world, ours), { door })).toMatchObject({ pass: { id: ours.id } })
    await page.reload()
    expect(await page.getByRole('link', { name: /^Place \d$/ }).allTextContents()).toEqual(['Place 2', 'Place 1'])
    expect(await page.getByRole('heading', { level: 2 }).first().textContent()).toBe('Place 2 of 2')
  })

  test('offers the next of several places once the door has admitted the one before', async () => {
    const event = await create({ title: 'Four on one phone' })
    const ours = await passOf(lee, event, { quantity: 4 })
    const door = await openDoor('Entrance', event)
    const { page } = await visit(browser, world, lee, phone)
    await page.goto(`/events/${event}/passes`)
    const first = decodeCode(await shownCode(page))
    expect(await scan(await shortCodeOf(world, ours), { door })).toMatchObject({ pass: { id: ours.id } })
    const current = (name: string) =>
      page.getByRole('link', { name, exact: true }).and(page.locator('[aria-current="true"]'))
    await button(page, 'Show the next place').waitFor()
    expect(await page.locator('.pass__live').count()).toBe(0)
    expect(await axeFindings(page)).toEqual([])
    await button(page, 'Show the next place').click()
    await current('Place 2').waitFor()
    const second = decodeCode(await shownCode(page))
    expect(second?.public_id).toMatch(/^[0-9a-f]{16}$/)
    expect(second?.public_id).not.toBe(first?.public_id)
    await page.keyboard.press('ArrowRight')
    await current('Place 3').waitFor()
    await page.keyboard.press('ArrowRight')
    await current('Place 4').waitFor()
    await page.keyboard.press('ArrowRight')
    await current('Place 1').waitFor()
  })

  test('offers it also where the phone hears by itself that the pass was used, as without a stream', async () => {
    const event = await create({ title: 'Two on one phone' })
    const ours = await passOf(lee, event, { quantity: 2 })
    const door = await openDoor('Entrance', event)
    const { page } = await visit(browser, world, lee, phone)
    await page.route(
      ({ pathname }) => pathname === '/live',
      (route) => route.abort(),
    )
    await page.goto(`/events/${event}/passes`)
    await shownCode(page)
    expect(await scan(await shortCodeOf(world, ours), { door })).toMatchObject({ pass: { id: ours.id } })
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await button(page, 'Show the next place').waitFor()
    expect(await page.locator('.pass__live').count()).toBe(0)
  })

  test('says without a network until when its code holds, and keeps the short code on the phone', async () => {
    const pass = await passOf(kim, await create({ title: 'Waltz' }))
    const { page } = await visit(browser, world, kim, { ...phone, serviceWorker: true })
    await page.goto(`/passes/${pass.id}`)
    await shownCode(page)
    await page.evaluate(() => navigator.serviceWorker.ready)
    await expect.poll(() => isKept(page)).toBe(true)
    await page.context().setOffline(true)
    await askAgain(page)
    await page.getByText(/^No connection\. What is shown here admits until \d\d:\d\d:\d\d/).waitFor()
    expect(await shownCode(page)).toMatch(/^SM1:/)
    await page.reload()
    await page.getByText('The door takes the short code below.').waitFor()
    expect(await page.locator('.pass__short').textContent()).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    await page.context().setOffline(false)
    expect(await shownCode(page)).toMatch(/^SM1:/)
  })

  test('is kept as a whole also after many other pages, on a phone that throws away what it fetched', async () => {
    const pass = await passOf(kim, await create({ title: 'Rumba' }))
    const { page } = await visit(browser, world, kim, { ...phone, serviceWorker: true })
    await page.goto('/bookings')
    await page.evaluate(() => navigator.serviceWorker.ready)
    await page.evaluate(async () => {
      for (let n = 0; n < 260; n++) await fetch('/healthz')
    })
    await page.getByRole('link', { name: 'Rumba' }).first().click()
    await page.locator(`a[href="/events/${pass.event_id}/passes"]`).first().click()
    await shownCode(page)
    await expect.poll(() => isKept(page)).toBe(true)
    await (await page.context().newCDPSession(page)).send('Network.clearBrowserCache')
    await page.context().setOffline(true)
    await page.reload()
    await page.getByText('The door takes the short code below.').waitFor()
  })
})

import { expect, test } from 'vitest'
import { startDoor } from '../door/stage.ts'
import { openBrowser } from '../support/browser.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { visit } from './visits.ts'

const [world, browser] = [await startApp(), await openBrowser()]

test('with colours of one’s own the page one is on, what is chosen and what is unread are seen', async () => {
  const kim = await join(world, 'kim')
  const anna = await join(world, 'anna', 'assistant')
  const id = await ticketOf(world, kim)
  const { page, faults } = await visit(browser, world, anna)
  await page.emulateMedia({ forcedColors: 'active' })
  const backgroundOf = (selector: string, part?: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, part) => getComputedStyle(element, part).backgroundColor, part)
  await page.goto('/tickets?queue=unclaimed')
  const plain = await backgroundOf('.queues a:not([aria-current])')
  expect(await backgroundOf('.queues [aria-current]')).not.toBe(plain)
  expect(await backgroundOf('.header__link[aria-current]')).not.toBe(plain)
  expect(await backgroundOf('.ticket--unread', '::before')).not.toBe(await backgroundOf('body'))

  await page.goto(`/tickets/${id}`)
  const kinds = () => Promise.all(['reply', 'note'].map((kind) => backgroundOf(`label:has(#kind-${kind})`)))
  const [chosen, other] = await kinds()
  expect(chosen).not.toBe(other)
  await page.locator('#kind-note').check()
  expect(await kinds()).toEqual([other, chosen])
  await page.getByLabel('Your message').fill('!')
  expect(await backgroundOf('#commands [aria-selected="true"]')).not.toBe(
    await backgroundOf('#commands [aria-selected="false"]'),
  )
  expect(faults).toEqual([])
})

test('the mark of live passes keeps its colour, which people compare with the door’s', async () => {
  const { world, host, door } = await startDoor()
  const { page } = await visit(browser, world, host)
  await page.goto(`/doors/${door}`)
  const colour = () => page.locator('#liveness').evaluate((mark) => getComputedStyle(mark).backgroundColor)
  await page.emulateMedia({ forcedColors: 'none' })
  const usual = await colour()
  await page.emulateMedia({ forcedColors: 'active' })
  expect(await colour()).toBe(usual)
})

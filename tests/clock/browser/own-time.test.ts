import { expect, test } from 'vitest'
import { visit } from '../../browser/visits.ts'
import { openBrowser } from '../../support/browser.ts'
import { FakeClock } from '../../support/clock.ts'
import { join, ticketOf } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'

const clock = new FakeClock(Date.parse('2026-11-21T13:03Z'))
const world = await startApp({ clock, env: { TIME_ZONE: 'Asia/Tokyo' } })
const browser = await openBrowser()
const kim = await join(world, 'kim')
const id = await ticketOf(world, kim)

test('who points at a time reads the desk’s and their own', async () => {
  const { page, faults } = await visit(browser, world, kim)
  await page.goto(`/tickets/${id}`)
  const time = page.locator('.message__when time').first()
  expect(await time.getAttribute('title')).toBe('Sat 21 Nov 2026, 22:03')
  await time.hover()
  expect(await time.getAttribute('title')).toBe('Sat 21 Nov 2026, 22:03\nYour time: Sat 21 Nov 2026, 13:03')
  await page.goto('/profile/sessions')
  const since = page.getByText('Sat 21 Nov 2026, 22:03').first()
  await since.hover()
  expect(await since.getAttribute('title')).toBe('Your time: Sat 21 Nov 2026, 13:03')
  expect(faults).toEqual([])
})

test('tapping on the time of a message, or focusing it, shows it in full', async () => {
  const { page, faults } = await visit(browser, world, kim, { screen: 'phone' })
  await page.goto(`/tickets/${id}`)
  const when = page.locator('.message__when').first()
  const inFull = () => when.locator('time').evaluate((time) => getComputedStyle(time, '::after').content)
  expect(await inFull()).toBe('none')
  await when.tap()
  expect(await inFull()).toMatch(/22:03.*Your time: Sat 21 Nov 2026, 13:03/)
  expect(page.url()).not.toContain('#')
  await when.tap()
  expect(await inFull()).toBe('none')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Tab')
  expect(await inFull()).toContain('Sat 21 Nov 2026, 22:03')
  expect(faults).toEqual([])
})

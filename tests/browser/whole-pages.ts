import type { Browser, Page } from 'playwright-core'
import { test } from 'vitest'
import { axeFindings, contrastFindings } from '../support/accessibility.ts'
import type { Member } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { visit } from './visits.ts'

/** A page as somebody finds it, with whatever has to be done there first. */
export interface Situation {
  name: string
  who: Member | null
  path: string
  /** Before the page is opened. */
  before?: () => Promise<unknown>
  /** On the page. */
  act?: (page: Page) => Promise<unknown>
  /** The answer is an error on purpose; the browser logs it. */
  status?: number
}

/** Sends the form around this button past the browser's own checks, so that the desk refuses it. */
export const refused = (fields: Record<string, string>, button: string) => async (page: Page) => {
  const send = page.getByRole('button', { name: button, exact: true })
  const form = page.locator('form').filter({ has: send })
  await form.evaluate((element: HTMLFormElement) => element.setAttribute('novalidate', ''))
  for (const [name, value] of Object.entries(fields)) await form.locator(`[name="${name}"]`).fill(value)
  await send.click()
  await page.getByRole('alert').waitFor()
}

/** Opens what is folded, as far as one can look at it. */
export async function unfold(page: Page) {
  for (const summary of (await page.locator('summary').all()).slice(0, 4)) await summary.press('Enter')
}

/** What sticks out to the right of the screen. */
const tooWide = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const wide = [...document.body.querySelectorAll('*')].filter(
      (one) => one.getBoundingClientRect().right > clientWidth,
    )
    return [`${scrollWidth} pixels`, ...wide.map((one) => `${one.localName}.${one.className}`)]
  })

const widths = { desktop: 1280, phone: 390 }

/** So wide, and as tall as what is on it: otherwise a button can be half under a bar, where one would scroll. */
async function showAll(page: Page, width: number) {
  await page.setViewportSize({ width, height: 800 })
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await page.setViewportSize({ width, height: Math.max(800, height) })
}

/** A test for each: whole on the phone and on the desk, at any width, in light and dark, and without a fault. */
export function testWhole(browser: Browser, world: World, situations: Situation[]): void {
  test.for(situations)(
    '$name ($path) is accessible on phone and desktop, in light and dark',
    async ({ who, path, before, act, status = 200 }, { expect }) => {
      await before?.()
      const { page, faults } = await visit(browser, world, who)
      const answer = await page.goto(path)
      expect(answer?.status()).toBe(status)
      await act?.(page)
      for (const [screen, width] of Object.entries(widths)) {
        await showAll(page, width)
        await page.emulateMedia({ colorScheme: 'light' })
        expect(await axeFindings(page), screen).toEqual([])
        await page.emulateMedia({ colorScheme: 'dark' })
        expect(await contrastFindings(page), `${screen}, dark`).toEqual([])
        expect(await tooWide(page), screen).toEqual([])
      }
      await page.setViewportSize({ width: 320, height: 800 })
      expect(await tooWide(page), 'at 320 pixels').toEqual([])
      expect(faults.filter((fault) => status === 200 || !fault.includes(`status of ${status}`))).toEqual([])
      await page.context().close()
    },
  )
}

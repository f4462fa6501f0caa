import { join } from 'node:path'
import type { Browser, Page, Request } from 'playwright-core'
import { beforeAll, test } from 'vitest'
import { axeFindings, colourFindings, layoutFindings } from '../support/accessibility.ts'
import type { Visit } from '../support/browser.ts'
import type { Member } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { signIn, visit } from './visits.ts'

/** A page to be checked, with the steps that lead to its state. */
export interface Situation {
  name: string
  who: Member | null
  path: string
  /** Called before the page is opened. */
  before?: () => Promise<unknown>
  /** Called on the page. */
  act?: (page: Page) => Promise<unknown>
  /** The answer is an error on purpose; the browser logs it. */
  status?: number
}

/** Submits this button's form without the browser's validation, so that the server refuses it. */
export const refused = (fields: Record<string, string>, button: string) => async (page: Page) => {
  const send = page.getByRole('button', { name: button, exact: true })
  const form = page.locator('form').filter({ has: send })
  await form.evaluate((element: HTMLFormElement) => element.setAttribute('novalidate', ''))
  for (const [name, value] of Object.entries(fields)) await form.locator(`[name="${name}"]`).fill(value)
  await send.click()
  await page.getByRole('alert').waitFor()
}

/** Opens all `details` elements that are visible. */
export async function unfold(page: Page) {
  for (const summary of (await page.locator('summary').all()).slice(0, 4)) await summary.press('Enter')
}

/** The elements that extend beyond the right edge of the screen. */
const tooWide = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const wide = [...document.body.querySelectorAll('*')].filter(
      (one) => one.getBoundingClientRect().right > clientWidth,
    )
    return [`${scrollWidth} pixels`, ...wide.map((one) => `${one.localName}.${one.className}`)]
  })

/** In a flex container an element between words becomes a column of its own, and the words wrap beside it. */
const brokenSentences = (page: Page) =>
  page.evaluate(() => {
    const hasText = (node: Node) => node.textContent?.trim()
    const isWords = (node: Node) => node.nodeType === Node.TEXT_NODE && hasText(node)
    const inSentences = (one: Element) => one.matches('a, b, bdi, em, strong, time') && hasText(one)
    const rows = [...document.body.querySelectorAll('*')].filter((one) => {
      if (!getComputedStyle(one).display.endsWith('flex') || one.role === 'option') return false
      const words = [...one.childNodes].filter(isWords).length
      return words > 1 || (words === 1 && [...one.children].some(inSentences))
    })
    return rows.map((one) => one.textContent?.trim().replaceAll(/\s+/g, ' '))
  })

const desktop = 1280
const phone = 390

/** Sets the width, and the height of the whole content: otherwise a fixed bar can cover half of a button. */
async function showAll(page: Page, width: number) {
  await page.setViewportSize({ width, height: 800 })
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  if (height > 800) await page.setViewportSize({ width, height })
}

/** If SCREENSHOTS names a folder, a picture of each page is stored there. */
async function takePicture(page: Page, situation: string, size: string) {
  const folder = process.env.SCREENSHOTS
  if (folder) await page.screenshot({ path: join(folder, `${situation.replaceAll('/', ' ')} (${size}).png`) })
}

/** A page without scripts. To `about:blank` and back the browser would start a process each time. */
const elsewhere = '/healthz'

/**
 * A draft that the page has still to save is saved as by whoever was logged in; so is its live stream closed. What asks
 * the server by itself would be answered as somebody else, and load the page anew.
 */
async function leave(page: Page) {
  const stays = await page.evaluate(
    () => 'axe' in window && localStorage.length === 0 && !document.querySelector('[data-module]'),
  )
  if (stays) await page.evaluate(() => dispatchEvent(new Event('pagehide')))
  else await page.goto(elsewhere)
}

const askedFor = (request: Request): string => {
  const before = request.redirectedFrom()
  return before ? askedFor(before) : request.url()
}

const isRedirect = (status: number) => status >= 300 && status < 400

/**
 * By Turbo where a page is there already, as people go from page to page: the browser then keeps its compiled scripts,
 * and axe, which takes longer to load than to run. @returns the status of the answer
 */
async function go(page: Page, path: string, status: number): Promise<number | undefined> {
  if (status !== 200 || ['blank', elsewhere].includes(new URL(page.url()).pathname))
    return (await page.goto(path))?.status()
  // Turbo percent-encodes some characters of a query.
  const address = decodeURIComponent(new URL(path, page.url()).href.replace(/#.*/, ''))
  const [answer] = await Promise.all([
    page.waitForResponse(
      (response) => decodeURIComponent(askedFor(response.request())) === address && !isRedirect(response.status()),
    ),
    page.evaluate(async (path) => {
      const { Turbo } = window as unknown as { Turbo: { cache: { clear(): void }; visit(path: string): void } }
      Turbo.cache.clear()
      const loaded = new Promise((done) => addEventListener('turbo:load', done, { once: true }))
      Turbo.visit(path)
      await loaded
    }, path),
  ])
  return answer.status()
}

/**
 * A test for each: whole on the phone and on the desk, at any width, in light and dark, and without a fault. All share
 * one page of one browser profile, so that the browser starts one process and compiles each script once.
 */
export function testWhole(browser: Browser, world: World, situations: Situation[]): void {
  let visited: Visit
  beforeAll(async () => {
    visited = await visit(browser, world)
  })

  test.for(situations)(
    '$name ($path) is accessible on phone and desktop, in light and dark',
    async ({ name, who, path, before, act, status = 200 }, { expect }) => {
      const { page, faults } = visited
      await before?.()
      await leave(page)
      await signIn(page, world, who)
      await page.setViewportSize({ width: desktop, height: 800 })
      await page.emulateMedia({ colorScheme: 'light' })
      faults.length = 0
      expect(await go(page, path, status)).toBe(status)
      await act?.(page)

      await showAll(page, desktop)
      expect(await axeFindings(page), 'desktop').toEqual([])
      expect(await tooWide(page), 'desktop').toEqual([])
      expect(await brokenSentences(page)).toEqual([])
      await takePicture(page, name, 'desktop')
      await page.emulateMedia({ colorScheme: 'dark' })
      expect(await colourFindings(page), 'desktop, dark').toEqual([])
      await takePicture(page, name, 'desktop, dark')
      await showAll(page, phone)
      expect(await colourFindings(page), 'phone, dark').toEqual([])
      await takePicture(page, name, 'phone, dark')
      await page.emulateMedia({ colorScheme: 'light' })
      expect(await layoutFindings(page), 'phone').toEqual([])
      expect(await tooWide(page), 'phone').toEqual([])
      await takePicture(page, name, 'phone')
      await page.setViewportSize({ width: 320, height: 800 })
      expect(await tooWide(page), 'at 320 pixels').toEqual([])
      await page.setViewportSize({ width: phone / 2, height: 800 })
      expect(await tooWide(page), 'phone, at 200 %').toEqual([])
      expect(faults.filter((fault) => status === 200 || !fault.includes(`status of ${status}`))).toEqual([])
    },
  )
}

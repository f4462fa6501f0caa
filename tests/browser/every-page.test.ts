import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { axeFindings, contrastFindings } from '../support/accessibility.ts'
import { openBrowser } from '../support/browser.ts'
import { startApp } from '../support/world.ts'
import { type Situation, situations } from './situations.ts'
import { visit } from './visits.ts'

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

describe('every page', { timeout: 120_000 }, async () => {
  const world = await startApp({ env: { SESSION_HOURS: '1000' } })
  const browser = await openBrowser()
  const all = await situations(world)

  async function open({ who, path, before, act, status = 200 }: Situation, screen: 'phone' | 'desktop') {
    await before?.()
    const { page, faults } = await visit(browser, world, who, { screen })
    if (screen === 'desktop') await page.setViewportSize({ width: 1280, height: 800 })
    const answer = await page.goto(path)
    expect(answer?.status()).toBe(status)
    await act?.(page)
    return { page, faults: () => faults.filter((fault) => !(status !== 200 && fault.includes(`status of ${status}`))) }
  }

  test.for(all)(
    '$name ($path) is accessible on phone and desktop, in light and dark',
    async (situation, { expect }) => {
      for (const screen of ['phone', 'desktop'] as const) {
        const { page, faults } = await open(situation, screen)
        expect(await axeFindings(page), screen).toEqual([])
        await page.emulateMedia({ colorScheme: 'dark' })
        expect(await contrastFindings(page), `${screen}, dark`).toEqual([])
        if (screen === 'desktop') {
          for (const width of [320, 1280]) {
            await page.setViewportSize({ width, height: 800 })
            expect(await tooWide(page), `at ${width} pixels`).toEqual([])
          }
        }
        expect(faults()).toEqual([])
        await page.context().close()
      }
    },
  )
})

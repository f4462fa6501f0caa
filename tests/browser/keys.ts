import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** The accessible name of the focused element. */
export const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLElement & { labels?: NodeListOf<HTMLLabelElement> }
    return (element.getAttribute('aria-label') ?? element.labels?.[0]?.textContent ?? element.textContent).trim()
  })

/** Whether the focused element is on the screen and marked, itself or by its row in a list. */
function visibleFocus() {
  const element = document.activeElement as HTMLElement
  const { top, bottom, width, height } = element.getBoundingClientRect()
  const marked = [element, element.closest('li')].some((one) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one ?? element)
    return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
  })
  return element !== document.body && marked && width > 0 && height > 0 && top < innerHeight && bottom > 0
}

/** Presses Tab until it is there; every stop on the way must be visible. */
export async function tabTo(page: Page, name: string, most = 40) {
  for (let stops = 0; stops < most; stops++) {
    await page.keyboard.press('Tab')
    expect(await page.evaluate(visibleFocus), `the focus on “${await focused(page)}”`).toBe(true)
    if ((await focused(page)) === name) return
  }
  throw new Error(`Tab never came to “${name}”`)
}

export async function type(page: Page, ...keys: string[]) {
  for (const key of keys) await page.keyboard.press(key)
}

import type { Page } from 'playwright-core'

// Phones as people bring them to a door.

/** @param by milliseconds */
export async function setClockAhead(page: Page, by: number): Promise<void> {
  await page.addInitScript((by) => {
    const now = Date.now
    Date.now = () => now() + by
  }, by)
}

import type { Page } from 'playwright-core'

// Faulty phones and browsers at a door.

/** @param by milliseconds */
export async function setClockAhead(page: Page, by: number): Promise<void> {
  await page.addInitScript((by) => {
    const now = Date.now
    Date.now = () => now() + by
  }, by)
}

/** The browser cannot open what it has stored. */
export async function breakStorage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    indexedDB.open = () => {
      throw new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError')
    }
  })
}

/** Every write fails when its transaction is to be stored. */
export async function fillStorage(page: Page): Promise<void> {
  await page.addInitScript(() => {
    for (const name of ['add', 'put'] as const) {
      const write = IDBObjectStore.prototype[name]
      IDBObjectStore.prototype[name] = function (...written) {
        const request = write.apply(this, written)
        request.addEventListener('success', () => this.transaction.abort())
        return request
      }
    }
  })
}

import type { Browser, Page } from 'playwright-core'
import { newPage, type PageOptions, type Visit } from '../support/browser.ts'
import type { Member } from '../support/people.ts'
import type { World } from '../support/world.ts'

/** A browser on the desk, signed in as `member` or as nobody. */
export async function visit(
  browser: Browser,
  world: World,
  member: Member | null = null,
  options: Omit<PageOptions, 'at'> = {},
): Promise<Visit> {
  const opened = await newPage(browser, { at: world.url, ...options })
  await signIn(opened.page, world, member)
  return opened
}

/** Whichever account the browser was signed in as before. */
export async function signIn(page: Page, world: World, member: Member | null): Promise<void> {
  await page.context().clearCookies()
  if (member) await page.context().addCookies([{ name: 'session', value: member.token, url: world.url }])
}

/** Waits for the page that `act` leads to, and for its live stream. */
export async function live(page: Page, act: () => Promise<unknown>): Promise<void> {
  const stream = page.waitForResponse((response) => new URL(response.url()).pathname === '/live')
  await act()
  await stream
}

/** Marks the document, so that a reload would be noticed. @returns whether it is still the same document */
export async function sameDocument(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => Object.assign(window, { still_here: true }))
  return () => page.evaluate(() => 'still_here' in window)
}

export async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value)
}

export const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
export const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
/** A message, System line or note with this text. */
export const said = (page: Page, text: string) => page.getByRole('main').getByText(text)

/** Whether this page would open without a network. */
export const isKept = (page: Page) => page.evaluate(async () => (await caches.match(location.pathname)) !== undefined)

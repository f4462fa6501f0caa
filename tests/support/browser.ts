import { type Browser, type BrowserContextOptions, type Page, chromium as playwright } from 'playwright-core'
import { afterAll } from 'vitest'
import { chromium } from './chromium.ts'

/** Only these: a browser without its protections would prove nothing. */
const args = [
  '--no-sandbox',
  '--disable-dev-shm-usage',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
]

/** A browser for this test file, closed after its last test. Call it at the top of a file. */
export async function openBrowser(): Promise<Browser> {
  const { executablePath, env } = await chromium()
  const browser = await playwright.launch({ executablePath, args, env: { ...process.env, ...env } })
  afterAll(() => browser.close())
  return browser
}

export const screens = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
} as const

export interface PageOptions {
  /** The base of relative addresses. */
  at?: string
  screen?: keyof typeof screens
  theme?: 'light' | 'dark'
  javaScript?: boolean
  /** By default off, as it would fetch all its files in each of the many profiles that tests open. */
  serviceWorker?: boolean
}

export interface Visit {
  page: Page
  /** Faults of a page: CSP violations, script and console errors, failed or foreign requests. */
  faults: string[]
}

/** A page with nobody signed in, in a profile of its own. */
export async function newPage(browser: Browser, options: PageOptions = {}): Promise<Visit> {
  const { at, screen = 'desktop', theme = 'light', javaScript = true } = options
  const settings: BrowserContextOptions = {
    viewport: screens[screen],
    colorScheme: theme,
    javaScriptEnabled: javaScript,
    reducedMotion: 'reduce',
    serviceWorkers: options.serviceWorker ? 'allow' : 'block',
    locale: 'en-GB',
    timezoneId: 'UTC',
    ...(screen === 'phone' && { hasTouch: true, isMobile: true, deviceScaleFactor: 2 }),
    ...(at && { baseURL: at }),
  }
  const context = await browser.newContext(settings)
  // Only to end a test that hangs: a busy machine takes many times as long as usual.
  context.setDefaultTimeout(240_000)
  const page = await context.newPage()
  return { page, faults: watched(page) }
}

/** The browser logs the status 422 of an invalid form, which is no fault. */
const expected = /status of 422/

function watched(page: Page): string[] {
  const faults: string[] = []
  page.on('console', (message) => {
    // Chromium reports violations of the content security policy here, with JavaScript off as well.
    if (message.type() === 'error' && !expected.test(message.text())) faults.push(`console: ${message.text()}`)
  })
  page.on('pageerror', (error) => faults.push(`script: ${error.stack ?? error}`))
  page.on('crash', () => faults.push('the page crashed'))
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    const local = hostname === '127.0.0.1' || hostname === 'localhost'
    if (protocol.startsWith('http') && !local) faults.push(`foreign request: ${request.url()}`)
  })
  return faults
}

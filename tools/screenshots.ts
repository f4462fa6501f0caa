// Takes a picture of every page, on a phone and on a desk, in light and in dark.
//   node tools/screenshots.ts http://127.0.0.1:3000 OUTDIR customer:password assistant:password admin:password
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { type Browser, type BrowserContext, type Page, chromium as playwright } from 'playwright-core'
import { chromium } from '../tests/support/chromium.ts'

const [base, outdir, ...accounts] = process.argv.slice(2)
if (!base || !outdir || accounts.length < 2) {
  console.error(
    'usage: node tools/screenshots.ts BASE_URL OUTDIR customer:password assistant:password [admin:password]',
  )
  process.exit(2)
}

const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } }
const schemes = ['light', 'dark'] as const

type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>
type Shot = (page: Page, name: string) => Promise<void>
const at = (path: string) => new URL(path, base).href

async function shotsOf(page: Page, shot: Shot, pages: Record<string, string>): Promise<void> {
  for (const [name, path] of Object.entries(pages)) {
    await page.goto(at(path))
    await shot(page, name)
  }
}

/** Once for each account: logins are limited. @returns the cookies, for every context of this account */
async function logIn(browser: Browser, account: string): Promise<StorageState> {
  const [name = '', ...password] = account.split(':')
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(at('/login'))
  await page.fill('[name=login]', name)
  await page.fill('[name=password]', password.join(':'))
  await Promise.all([page.waitForURL((url) => url.pathname !== '/login'), page.click('main form button')])
  const state = await context.storageState()
  await context.close()
  return state
}

/** What the browser's own checks would refuse is sent anyway, so that the server's answer is seen. */
const withoutChecks = (page: Page) => page.$eval('main form', (form) => form.setAttribute('novalidate', ''))

async function sendInvalid(page: Page): Promise<void> {
  await withoutChecks(page)
  await page.click('main form button')
  await page.waitForSelector('.error-summary')
}

async function anonymous(page: Page, shot: Shot): Promise<void> {
  await shotsOf(page, shot, { landing: '/', login: '/login', register: '/register' })
  await page.fill('[name=username]', 'not a name!')
  await page.fill('[name=password]', 'summer24')
  await sendInvalid(page)
  await shot(page, 'register-error')
  await page.goto(at('/login'))
  await page.fill('[name=login]', 'nobody')
  await page.fill('[name=password]', 'wrong')
  await sendInvalid(page)
  await shot(page, 'login-error')
}

async function newcomer(page: Page, shot: Shot): Promise<void> {
  const username = `new${Date.now().toString(36)}`
  await page.goto(at('/register'))
  await page.fill('[name=username]', username)
  await page.fill('[name=email]', `${username}@example.org`)
  for (const name of ['password', 'password_confirmation']) await page.fill(`[name=${name}]`, 'correct horse battery')
  await Promise.all([page.waitForURL((url) => url.pathname !== '/register'), page.click('main form button')])
  await page.goto(at('/home'))
  await shot(page, 'home-customer-empty')
}

async function firstTicket(page: Page): Promise<string> {
  await page.goto(at('/tickets'))
  return (await page.getAttribute('.ticket__link', 'href')) ?? '/tickets/1'
}

async function customer(page: Page, shot: Shot): Promise<void> {
  await page.goto(at('/home'))
  await shot(page, 'home-customer')
  const ticket = await firstTicket(page)
  await shot(page, 'tickets-customer')
  await page.goto(at(ticket))
  await shot(page, 'ticket-customer')
  await page.goto(at(`${ticket}/edit`))
  await shot(page, 'ticket-edit')
  await page.goto(at('/tickets/new'))
  await shot(page, 'ticket-new')
  await page.fill('[name=title]', 'Hi')
  await page.fill('[name=message]', 'Help')
  await sendInvalid(page)
  await shot(page, 'ticket-new-error')
  await shotsOf(page, shot, {
    'notifications-customer': '/notifications',
    'mail-choices-customer': '/notifications/choices',
    profile: '/profile',
    'two-factor': '/profile/two-factor',
    sessions: '/profile/sessions',
    'delete-account': '/profile/deletion',
    logout: '/logout',
    'not-found': '/tickets/999999',
  })
}

async function staff(page: Page, shot: Shot): Promise<void> {
  await page.goto(at('/home'))
  await shot(page, 'home-assistant')
  const ticket = await firstTicket(page)
  await shot(page, 'tickets-assistant')
  await page.goto(at(ticket))
  await shot(page, 'ticket-assistant')
  await page.fill('#reply textarea', '')
  await page.locator('#reply textarea').pressSequentially('!')
  await shot(page, 'ticket-assistant-commands')
  await shotsOf(page, shot, {
    'ticket-history': `${ticket}/history`,
    search: '/tickets?q=shoes',
    'search-empty': '/tickets?q=nothingatall',
    'tickets-filtered': '/tickets?status=any&assistant=me',
    'notifications-assistant': '/notifications',
    'mail-choices-assistant': '/notifications/choices',
  })
}

async function admin(page: Page, shot: Shot): Promise<void> {
  await shotsOf(page, shot, {
    'home-admin': '/home',
    admin: '/admin',
    accounts: '/admin/accounts',
    audit: '/admin/audit',
    jobs: '/admin/jobs',
    reports: '/admin/reports',
    settings: '/admin/settings',
    'failed-logins': '/admin/failed-logins',
  })
  await page.goto(at('/admin/accounts'))
  await page.goto(at((await page.getAttribute('main a[href^="/admin/accounts/"]', 'href')) ?? '/admin/accounts'))
  await shot(page, 'account')
}

async function inContext(context: BrowserContext, visit: (page: Page, shot: Shot) => Promise<void>, shot: Shot) {
  const page = await context.newPage()
  page.on('console', (line) => {
    const expected = /status of (404|422)/.test(line.text())
    if (line.type() === 'error' && !expected) console.error(`console: ${page.url()}: ${line.text()}`)
  })
  await visit(page, shot)
  await context.close()
}

await mkdir(outdir, { recursive: true })
const { executablePath, env } = await chromium()
const args = ['--no-sandbox', '--disable-dev-shm-usage']
const browser = await playwright.launch({ executablePath, args, env: { ...process.env, ...env } })
try {
  const states: StorageState[] = []
  for (const account of accounts) states.push(await logIn(browser, account))
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of schemes) {
      const shot: Shot = async (page, name) => {
        await page.waitForLoadState('load')
        // A window as tall as the page: what sticks to an edge then stands where it ends up.
        const height = await page.evaluate(() => document.documentElement.scrollHeight)
        await page.setViewportSize({ ...viewport, height: Math.max(height, viewport.height) })
        await page.screenshot({ path: join(outdir, `${name}.${size}.${colorScheme}.png`) })
        await page.setViewportSize(viewport)
      }
      const visit = async (storageState: StorageState | undefined, pages: typeof anonymous) => {
        const context = { viewport, colorScheme, reducedMotion: 'reduce' as const }
        await inContext(await browser.newContext({ ...context, ...(storageState && { storageState }) }), pages, shot)
      }
      await visit(undefined, anonymous)
      await visit(undefined, newcomer)
      await visit(states[0], customer)
      await visit(states[1], staff)
      if (states[2]) await visit(states[2], admin)
    }
  }
} finally {
  await browser.close()
}

import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { axeFindings } from '../support/accessibility.ts'
import { openBrowser } from '../support/browser.ts'
import { minute } from '../support/clock.ts'
import { join, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { codeOf, wrongCode } from '../two-factor/authenticator-app.ts'
import { button, fill, link, said, visit } from './visits.ts'

const at = (path: string) => (url: URL) => url.pathname === path

describe.each([true, false])('two-factor login, JavaScript on: %s', async (javaScript) => {
  const world = await startApp()
  const browser = await openBrowser()

  async function logIn(page: Page) {
    await page.goto('/login?next=%2Ftickets')
    await fill(page, { 'Username or email': 'kim', Password: password })
    await button(page, 'Log in').click()
    await page.waitForURL(at('/login/second-step'))
  }

  /** Axe needs JavaScript itself. */
  async function accessible(page: Page) {
    if (!javaScript) return
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      expect(await axeFindings(page)).toEqual([])
    }
  }

  test('from the QR code to losing the phone', async () => {
    const kim = await join(world, 'kim')
    const { page, faults } = await visit(browser, world, kim, { screen: 'phone', javaScript })
    await page.goto('/profile')
    await link(page, 'Two-factor login and passkeys').click()
    // The page that is left has a field of the same name.
    await button(page, 'Set up two-factor login').waitFor()
    await fill(page, { 'Your password, to confirm it is you': password })
    await button(page, 'Set up two-factor login').click()
    const qr = page.getByRole('img', { name: 'QR code with the key below' })
    await qr.waitFor()
    const box = await qr.boundingBox()
    expect(Math.abs((box?.width ?? 0) - (box?.height ?? 1))).toBeLessThan(2)
    await accessible(page)
    const secret = ((await page.locator('#key').textContent()) ?? '').replaceAll(' ', '')

    await fill(page, { 'The six digits that the app shows now': wrongCode(world, secret) })
    await button(page, 'Turn two-factor login on').click()
    await page.getByRole('alert').getByText('This is not the code.').waitFor()
    await fill(page, { 'The six digits that the app shows now': codeOf(world, secret) })
    await button(page, 'Turn two-factor login on').click()
    await page.getByRole('heading', { name: 'Your recovery codes' }).waitFor()
    const codes = await page.locator('.codes li').allTextContents()
    expect(codes).toHaveLength(10)
    await accessible(page)
    await link(page, 'I have saved them').click()
    await said(page, 'It is on').waitFor()
    if (javaScript) {
      await page.goBack()
      expect(await page.content()).not.toContain(codes[0])
      await page.goto('/profile/two-factor')
    }
    await accessible(page)

    await page.goto('/logout')
    await page.getByRole('main').getByRole('button', { name: 'Log out' }).click()
    await page.waitForURL(at('/login'))
    await logIn(page)
    await accessible(page)
    await fill(page, { Code: codeOf(world, secret) })
    await button(page, 'Log in').click()
    await page.getByRole('alert').getByText('was used already').waitFor()
    world.clock.advance(minute)
    await fill(page, { Code: codeOf(world, secret) })
    await button(page, 'Log in').click()
    await page.waitForURL(at('/tickets'))

    await page.context().clearCookies()
    await logIn(page)
    await page.goto('/tickets')
    await page.waitForURL(at('/login/second-step'))
    await fill(page, { Code: codes[4] as string })
    await button(page, 'Log in').click()
    await page.waitForURL(at('/tickets'))

    await page.goto('/profile/two-factor')
    await said(page, '9 recovery codes').waitFor()
    const off = page.locator('form').filter({ has: button(page, 'Turn two-factor login off') })
    await off.getByLabel('Your password').fill(password)
    await off.getByLabel('A code of your app, or a recovery code').fill(codes[5] as string)
    await button(page, 'Turn two-factor login off').click()
    await said(page, 'Two-factor login is off.').waitFor()
    expect(faults).toEqual([])
  })
})

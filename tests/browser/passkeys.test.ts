import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { axeFindings } from '../support/accessibility.ts'
import { openBrowser } from '../support/browser.ts'
import { minute } from '../support/clock.ts'
import { join, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { codeOf, protect } from '../two-factor/authenticator-app.ts'
import { button, fill, link, said, visit } from './visits.ts'

/** A device with a fingerprint reader, whose owner is there and agrees. */
async function virtualDevice(page: Page) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', { options })
  return {
    kept: async () => (await devtools.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
    owner: (isUserVerified: boolean) => devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  }
}

const at = (path: string) => (url: URL) => url.pathname === path

const byPassword = { 'Your password, to confirm it is you': password }

async function askForPasskey(page: Page, name: string, given: Record<string, string>) {
  await page.goto('/profile/passkeys')
  await fill(page, { 'A name to recognise it by': name, ...given })
  await button(page, 'Add a passkey').click()
}

async function addPasskey(page: Page, name: string, given: Record<string, string> = byPassword) {
  await askForPasskey(page, name, given)
  await said(page, `The passkey “${name}” is added.`).waitFor()
}

describe('passkeys', async () => {
  const world = await startApp({ host: 'localhost' })
  const browser = await openBrowser()
  const logOut = async (page: Page) => {
    await page.goto('/profile')
    await button(page, 'Log out').click()
    await page.waitForURL(at('/login'))
  }

  test('are added, log in by themselves, and are removed', async () => {
    const kim = await join(world, 'kim')
    const { page, faults } = await visit(browser, world, kim)
    const device = await virtualDevice(page)
    await addPasskey(page, 'My laptop')
    expect(await axeFindings(page)).toEqual([])
    expect(await device.kept()).toMatchObject([{ isResidentCredential: true, rpId: 'localhost' }])

    await logOut(page)
    await page.goto('/tickets')
    await page.waitForURL(at('/login'))
    await button(page, 'Log in with a passkey').click()
    await page.waitForURL(at('/tickets'))
    await page.goto('/profile/passkeys')
    await said(page, 'used just now').waitFor()
    expect((await device.kept())[0]?.signCount).toBeGreaterThan(1)

    const remove = page.getByRole('button', { name: 'Remove the passkey My laptop' })
    page.once('dialog', (dialog) => dialog.dismiss())
    await remove.click()
    page.once('dialog', (dialog) => dialog.accept())
    await remove.click()
    await said(page, 'The passkey is removed.').waitFor()
    await logOut(page)
    await button(page, 'Log in with a passkey').click()
    await page.getByRole('alert').getByText('not known here').waitFor()
    expect(faults).toEqual([])
  })

  test('are the second step after the password, too, and skip it when used alone', async () => {
    const ann = await join(world, 'ann')
    await protect(world, ann)
    const { page, faults } = await visit(browser, world, ann, { screen: 'phone' })
    await virtualDevice(page)
    await addPasskey(page, 'My phone', {})
    await logOut(page)
    await page.goto('/login?next=%2Ftickets')
    await fill(page, { 'Username or email': 'ann', Password: password })
    await button(page, 'Log in').click()
    await page.waitForURL(at('/login/second-step'))
    expect(await axeFindings(page)).toEqual([])
    await button(page, 'Use a passkey instead').click()
    await page.waitForURL(at('/tickets'))
    await logOut(page)
    await button(page, 'Log in with a passkey').click()
    await page.waitForURL(at('/home'))
    expect(faults).toEqual([])
  })

  test('confirm whose session it is', async () => {
    const uma = await join(world, 'uma')
    const { secret } = await protect(world, uma)
    const { page, faults } = await visit(browser, world, uma)
    const device = await virtualDevice(page)
    world.clock.advance(11 * minute)
    await askForPasskey(page, 'My key', {})
    await fill(page, { 'Your password': password, Code: codeOf(world, secret) })
    await button(page, 'Confirm and continue').click()
    await page.getByRole('alert').getByText('Press “Add a passkey” once more').waitFor()
    await button(page, 'Add a passkey').click()
    await said(page, 'The passkey “My key” is added.').waitFor()
    world.clock.advance(11 * minute)
    await page.goto('/profile/passkeys')
    const remove = page.getByRole('button', { name: 'Remove the passkey My key' })
    page.once('dialog', (dialog) => dialog.accept())
    await remove.click()
    await device.owner(false)
    await button(page, 'Confirm with a passkey').click()
    await page.getByRole('status').getByText('No passkey was given').waitFor()
    await device.owner(true)
    await button(page, 'Confirm with a passkey').click()
    await said(page, 'The passkey is removed.').waitFor()
    expect(faults).toEqual([])
  })

  test('say so when the device does not recognise its owner', async () => {
    const bob = await join(world, 'bob')
    const { page, faults } = await visit(browser, world, bob)
    const device = await virtualDevice(page)
    await addPasskey(page, 'My laptop')
    await logOut(page)
    await device.owner(false)
    await button(page, 'Log in with a passkey').click()
    await page.getByRole('status').getByText('No passkey was given').waitFor()
    await device.owner(true)
    await button(page, 'Log in with a passkey').click()
    await page.waitForURL(at('/home'))
    expect(faults).toEqual([])
  })

  test('a wrong password is reported before the device is asked', async () => {
    const eva = await join(world, 'eva')
    const { page, faults } = await visit(browser, world, eva)
    const device = await virtualDevice(page)
    await page.goto('/profile/two-factor')
    await link(page, 'Passkeys').click()
    await page.getByRole('heading', { level: 1, name: 'Passkeys' }).waitFor()
    await fill(page, { 'Your password, to confirm it is you': 'not the password' })
    await button(page, 'Add a passkey').click()
    await page.getByRole('alert').getByText('This is not your current password.').waitFor()
    expect(await device.kept()).toEqual([])
    await fill(page, { 'Your password, to confirm it is you': password })
    await button(page, 'Add a passkey').click()
    await said(page, 'is added.').waitFor()
    expect(faults).toEqual([])
  })

  test('without JavaScript nobody is led to a button that does nothing', async () => {
    const ida = await join(world, 'ida')
    const { page } = await visit(browser, world, ida, { javaScript: false })
    await page.goto('/profile/passkeys')
    await said(page, 'This needs JavaScript').waitFor()
    expect(await button(page, 'Add a passkey').isVisible()).toBe(false)
    await page.context().clearCookies()
    await page.goto('/login')
    expect(await button(page, 'Log in with a passkey').isVisible()).toBe(false)
  })
})

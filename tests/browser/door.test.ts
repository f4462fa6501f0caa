import type { Page } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { mint, type Pass, shortCodeOf, show, startDoor } from '../door/stage.ts'
import { axeFindings } from '../support/accessibility.ts'
import { openBrowser, type PageOptions } from '../support/browser.ts'
import { day, minute } from '../support/clock.ts'
import { password } from '../support/people.ts'
import { denyCamera, fakeCamera, garbleCodes, hold, startLate } from './fake-camera.ts'
import { typeInGerman } from './scanner.ts'
import { breakStorage, fillStorage, setClockAhead } from './spoiled-devices.ts'
import { button, isKept, signIn, visit } from './visits.ts'

type Kind = 'admitted' | 'by_hand' | 'refused'

const screen = (page: Page, kind: Kind, text: string) =>
  page.locator(`#verdict-screen.verdict--${kind}:popover-open`).filter({ hasText: text })

const letIn = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^Let in.*${name}$`) })

/** The keys of what a door stores on the device. */
const keptIn = (page: Page, database: string, store: string) =>
  page.evaluate(
    async ([name, store]) => {
      const request = indexedDB.open(name as string)
      await new Promise((done) => request.addEventListener('success', done, { once: true }))
      const keys = request.result
        .transaction(store as string)
        .objectStore(store as string)
        .getAllKeys()
      await new Promise((done) => keys.addEventListener('success', done, { once: true }))
      request.result.close()
      return keys.result
    },
    [database, store],
  )

const connected = (page: Page) => page.locator('#connection').getByText('Connected').waitFor()

/** Cuts the network once the code reader has been loaded. */
async function cutOff(page: Page): Promise<void> {
  await hold(page, 'SM1:NOTHING')
  await screen(page, 'refused', 'This is neither a pass nor a short code.').waitFor()
  await page.context().setOffline(true)
  await saysCutOff(page)
}
const saysCutOff = (page: Page) => page.locator('#connection').getByText('No connection').waitFor()

describe('the page of a door', async () => {
  const [house, browser] = [await startDoor(), await openBrowser()]
  const { world, host, kim, lee, create, openDoor, passOf, scan } = house

  async function atDoor(door: number, options: Omit<PageOptions, 'at'> = {}, camera = fakeCamera) {
    const visited = await visit(browser, world, host, { screen: 'phone', ...options })
    // Otherwise its camera would stay on.
    onTestFinished(() => visited.page.context().close())
    await camera(visited.page)
    await visited.page.goto(`/doors/${door}`)
    await connected(visited.page)
    return visited
  }

  /** The server's clock stands still or jumps in tests, while the browser's runs. */
  async function lastingCode(pass: Pass): Promise<string> {
    await show(world, pass)
    return mint(world, pass, { slot_start: Math.floor(world.clock.now() / 1000) - 60, lifetime: 600 })
  }

  test('lets one after the other in without a tap, and each pass once', async () => {
    const [ours, theirs] = [await passOf(kim), await passOf(lee)]
    const { page, faults } = await atDoor(house.door)
    expect(await page.evaluate(() => scrollY)).toBe(0)
    const code = await show(world, ours)
    await hold(page, code)
    await screen(page, 'admitted', 'kim').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await hold(page, await show(world, theirs))
    await screen(page, 'admitted', 'lee').waitFor()
    await hold(page, code)
    await screen(page, 'refused', 'This pass has already been used').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.locator('#verdict-screen:popover-open').waitFor({ state: 'detached' })
    await page.locator('#door-counts').getByText('2').waitFor()
    await button(page, 'Light').click()
    expect(await page.evaluate(() => Reflect.get(globalThis, 'constraints'))).toEqual({ advanced: [{ torch: true }] })
    await page.getByRole('combobox', { name: 'Camera' }).selectOption('Front')
    await page.locator('#scanner option:checked', { hasText: 'Front' }).waitFor({ state: 'attached' })
    await hold(page, await show(world, await passOf(lee)))
    await screen(page, 'admitted', 'lee').waitFor()
    expect(faults).toEqual([])
  })

  test('uses the camera that was chosen last, even if one chosen before starts later', async () => {
    const { page } = await atDoor(house.door, {}, async (page) => {
      await fakeCamera(page)
      await startLate(page, 'Front')
    })
    const cameras = page.getByRole('combobox', { name: 'Camera' })
    await cameras.selectOption('Front')
    await cameras.selectOption('Back')
    await page.evaluate(() => Reflect.get(globalThis, 'startFront')())
    await hold(page, await show(world, await passOf(kim)))
    await screen(page, 'admitted', 'kim').waitFor()
  })

  test('listens for failures of what reads the codes once, however much it reads', async () => {
    const { page } = await atDoor(house.door, {}, async (page) => {
      await fakeCamera(page)
      await page.addInitScript(() => {
        const listeners: string[] = []
        const add = EventTarget.prototype.addEventListener
        Worker.prototype.addEventListener = function (this: Worker, ...listener: Parameters<typeof add>) {
          listeners.push(listener[0])
          add.apply(this, listener)
        }
        Object.assign(globalThis, { listeners })
      })
    })
    await hold(page, await show(world, await passOf(kim)))
    await screen(page, 'admitted', 'kim').waitFor()
    const listeners = await page.evaluate(() => Reflect.get(globalThis, 'listeners') as string[])
    expect(listeners.filter((type) => type === 'message').length).toBeGreaterThan(1)
    expect(listeners.filter((type) => type === 'error')).toHaveLength(1)
  })

  test('says that codes cannot be read where their reader does not come, and reads them once it does', async () => {
    const { page } = await atDoor(house.door, {}, async (page) => {
      await fakeCamera(page)
      await page.route('**/scanner/worker.js', (route) => route.abort())
    })
    await page.getByText('The camera does not start. Type the short code instead.').waitFor()
    await page.unrouteAll()
    await button(page, 'Try the camera again').click()
    await hold(page, await show(world, await passOf(kim)))
    await screen(page, 'admitted', 'kim').waitFor()
  })

  test('refuses a code that was shown before, and one of another event, where the browser cannot read them', async () => {
    const { page } = await atDoor(house.door, {}, async (page) => {
      await garbleCodes(page)
      await fakeCamera(page)
    })
    const pass = await passOf(kim)
    const older = await show(world, pass)
    const newer = await show(world, pass)
    await hold(page, older)
    await screen(page, 'refused', 'the pass has been opened again since').waitFor()
    await hold(page, await show(world, await passOf(lee, await create({ title: 'Tango night' }))))
    await screen(page, 'refused', 'This pass is for another event: “Tango night”.').waitFor()
    await hold(page, newer)
    await screen(page, 'admitted', 'kim').waitFor()
  })

  test('works without a network, whatever its clock says, and names people whom two doors have admitted', async () => {
    const event = await create({ title: 'Waltz' })
    const [door, other] = [await openDoor('Front', event), await openDoor('Back', event)]
    const [ours, theirs] = [await passOf(kim, event), await passOf(lee, event)]
    const { page } = await atDoor(door, { serviceWorker: true }, async (page) => {
      await fakeCamera(page)
      await setClockAhead(page, 30 * day)
    })
    await page.evaluate(() => navigator.serviceWorker.ready)
    await expect.poll(() => isKept(page)).toBe(true)
    await cutOff(page)
    await page.reload()
    await saysCutOff(page)

    const code = await lastingCode(ours)
    await hold(page, code)
    await screen(page, 'by_hand', 'kim').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.getByRole('searchbox', { name: 'Name or short code' }).last().fill('LEE')
    await button(page, 'Search').click()
    await letIn(page, 'lee').click()
    await screen(page, 'by_hand', 'lee').waitFor()
    await hold(page, await lastingCode(theirs))
    await screen(page, 'refused', 'This pass has already been used, at ').waitFor()
    await page.locator('#connection').getByText('2 to be recorded').waitFor()
    const asked = page.waitForEvent('dialog')
    const sent = page.evaluate(() => document.querySelector<HTMLFormElement>('form[action="/logout"]')?.requestSubmit())
    expect((await asked).message()).toContain('A door has let in 2 people without a connection')
    await (await asked).dismiss()
    await sent

    expect(await scan(code, { door: other })).toMatchObject({ verdict: 'admitted' })
    world.clock.advance(9 * minute)
    await page.context().setOffline(false)
    await connected(page)
    const recorded = page.locator('#recorded')
    await recorded.getByText(/^2 admissions are recorded\. kim: This pass also let somebody in, at/).waitFor()
    await page.locator('#look-at').getByText('kim').waitFor()
    expect(await axeFindings(page)).toEqual([])
    // Who was searched for without a network is still alone on the list.
    expect(await page.locator('#people-found strong').allInnerTexts()).toEqual(['lee'])
  })

  test.for([
    ['cannot be opened', breakStorage],
    ['is full', fillStorage],
  ] as const)('goes on without a network also where storage %s, as long as the page stays', async ([, spoil]) => {
    const event = await create({ title: 'Foxtrot' })
    const door = await openDoor('Full phone', event)
    const pass = await passOf(kim, event)
    const { page, faults } = await atDoor(door, {}, async (page) => {
      await fakeCamera(page)
      await spoil(page)
    })
    await cutOff(page)
    await hold(page, await lastingCode(pass))
    await screen(page, 'by_hand', 'kim').waitFor()
    // Booked at the entrance.
    const later = await passOf(lee, event)
    await hold(page, await lastingCode(later))
    await screen(page, 'by_hand', 'Not on this list').waitFor()
    await page.locator('#connection').getByText('2 to be recorded').waitFor()
    await page.context().setOffline(false)
    await page.locator('#recorded').getByText('2 admissions are recorded.').waitFor()
    for (const one of [pass, later])
      expect(await scan(await shortCodeOf(world, one), { door })).toMatchObject({ reason: 'used' })
    expect(faults.filter((fault) => fault.startsWith('script'))).toEqual([])
  })

  test('reports whom it let in also after somebody else has logged in on the device, who is not shown the list', async () => {
    const event = await create({ title: 'Cha-cha' })
    const door = await openDoor('Tablet', event)
    const pass = await passOf(kim, event)
    const { page } = await atDoor(door, { serviceWorker: true })
    await cutOff(page)
    await hold(page, await lastingCode(pass))
    await page.locator('#connection').getByText('1 to be recorded').waitFor()
    // The session has ended and a colleague logs in in another tab, before this one notices that the network is back.
    await signIn(page, world, lee)
    await page.context().setOffline(false)
    await page.getByText('There is no such door').waitFor()
    await page.goto('/home')
    const database = `door-${host.id}`
    await expect.poll(() => keptIn(page, database, 'bundles')).toEqual([])
    expect(await keptIn(page, database, 'queue')).toHaveLength(1)
    const asked = page.waitForEvent('dialog')
    const sent = page.evaluate(() => document.querySelector<HTMLFormElement>('form[action="/logout"]')?.requestSubmit())
    expect((await asked).message()).toContain('A door has let in 1 person without a connection')
    await (await asked).dismiss()
    await sent
    await page.goto('/profile/deletion')
    await page.getByLabel('Your password, to confirm it is you').fill(password)
    const askedAgain = page.waitForEvent('dialog')
    const deleted = button(page, 'Delete my account').click()
    expect((await askedAgain).message()).toContain('lost if you delete your account on this device now')
    await (await askedAgain).dismiss()
    await deleted
    await signIn(page, world, host)
    await page.goto(`/doors/${door}`)
    await page.locator('#recorded').getByText('1 admission is recorded.').waitFor()
    await signIn(page, world, lee)
    await page.goto('/home')
    const names = () => page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name))
    await expect.poll(names).not.toContain(database)
  })

  test('without a camera says why, takes a short code from the keyboard, and undoes', async () => {
    const event = await create({ title: 'Lindy Hop', price: 12 })
    const door = await openDoor('Front', event)
    const pass = await passOf(kim, event)
    await passOf(lee, event)
    const { page, faults } = await atDoor(door, { screen: 'desktop' }, denyCamera)
    await page.getByText('This browser may not use the camera.').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.keyboard.type(`${(await shortCodeOf(world, pass)).toLowerCase()}\n`)
    await screen(page, 'by_hand', 'Check that this is kim').waitFor()
    expect(await axeFindings(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.locator('#verdict').getByRole('button', { name: 'Mark as paid' }).press('Enter')
    await page.locator('#verdict').getByText('Marked as paid.').waitFor()
    await page.locator('#people-found').getByText('paid', { exact: true }).waitFor()
    await page.locator('#admissions summary').press('Enter')
    await page.getByRole('textbox', { name: 'Why?' }).fill('Wrong person')
    await page.keyboard.press('Enter')
    await page.getByRole('status').getByText('The admission is undone: the pass admits again.').waitFor()
    await page.locator('#admissions').getByText('Undone').waitFor()
    await letIn(page, 'kim').waitFor()
    await page.getByRole('button', { name: /^Mark as paid.*lee$/ }).press('Enter')
    await page.locator('[role="status"].visually-hidden').getByText('Marked as paid.').waitFor()
    expect(faults).toEqual([])
  })

  test.each([
    { width: 512, height: 300 },
    { width: 740, height: 360 },
    { width: 844, height: 390 },
  ])('shows its camera and the whole of a verdict at $width × $height', async (size) => {
    const event = await create({ title: 'Jive', price: 12 })
    const [ours, theirs] = [await passOf(kim, event), await passOf(lee, event)]
    const door = await openDoor('Old tablet', event)
    const { page } = await atDoor(door, {}, async (page) => {
      await fakeCamera(page)
      await page.setViewportSize(size)
    })
    const camera = await page.locator('.scanner__picture').boundingBox()
    const bar = await page.locator('.bottom-bar').boundingBox()
    expect(camera && bar && bar.y - camera.y - camera.height).toBeGreaterThanOrEqual(0)
    const parts = page.locator('#verdict-screen > *')
    const isSeen = async () => {
      const places = await parts.evaluateAll((all) => all.map((part) => part.getBoundingClientRect()))
      return places.every(({ top, bottom }) => top >= 0 && bottom <= size.height)
    }
    await hold(page, await show(world, ours))
    await screen(page, 'admitted', 'Not paid').waitFor()
    expect(await isSeen()).toBe(true)
    await show(world, theirs)
    await hold(page, await mint(world, theirs, { lifetime: 1, slot_start: 1 }))
    await screen(page, 'refused', 'This code has expired').waitFor()
    expect(await isSeen()).toBe(true)
  })

  test('takes what a scanner types wherever the focus is', async () => {
    const event = await create({ title: 'Charleston' })
    const [ours, theirs] = [await passOf(kim, event), await passOf(lee, event)]
    const { page } = await atDoor(await openDoor('Front', event), { screen: 'desktop' }, denyCamera)
    const sound = page.locator('#scanner [data-part="sound"]')
    await sound.click()
    const code = await lastingCode(ours)
    await page.keyboard.type(`${code}\n`)
    await screen(page, 'admitted', 'kim').waitFor()
    expect(await sound.getAttribute('aria-pressed')).toBe('false')
    const search = page.getByRole('searchbox', { name: 'Name or short code' })
    await search.fill('kim')
    await search.press('Enter')
    await page.keyboard.type(`${await lastingCode(theirs)}\n`)
    await screen(page, 'admitted', 'lee').waitFor()
    expect(await search.inputValue()).toBe('kim')
    await page.keyboard.press('Escape')
    await page.getByLabel('Code or short code', { exact: true }).fill('AB')
    await page.keyboard.type(`${code}\n`)
    await screen(page, 'refused', 'This pass has already been used').waitFor()
  })

  test('takes what a scanner types also where the keyboard is set to another language', async () => {
    const event = await create({ title: 'Ländler' })
    const [ours, theirs] = [await passOf(kim, event), await passOf(lee, event)]
    const { page } = await atDoor(await openDoor('Front', event), { screen: 'desktop' }, denyCamera)
    await typeInGerman(page, await lastingCode(ours))
    await screen(page, 'admitted', 'kim').waitFor()
    const search = page.getByRole('searchbox', { name: 'Name or short code' })
    await search.fill('kim')
    await search.press('Enter')
    await page.locator('#people-found').getByRole('button', { name: 'lee' }).waitFor({ state: 'detached' })
    await typeInGerman(page, await lastingCode(theirs))
    await screen(page, 'admitted', 'lee').waitFor()
    expect(await search.inputValue()).toBe('kim')
  })

  test('that is closed elsewhere lets nobody in, and keeps nothing on the device', async () => {
    const event = await create({ title: 'Polka' })
    const door = await openDoor('Lost phone', event)
    const pass = await passOf(lee, event)
    const { page } = await atDoor(door)
    const kept = () => keptIn(page, `door-${host.id}`, 'bundles')
    expect(await kept()).toContain(door)
    await host.api.delete(`/doors/${door}`)
    await hold(page, await show(world, pass))
    await page.getByText('This door is closed.').waitFor()
    expect(await kept()).not.toContain(door)
  })
})

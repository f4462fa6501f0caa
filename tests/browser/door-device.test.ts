import type { Page } from 'playwright-core'
import { describe, expect, onTestFinished, test } from 'vitest'
import { shortCodeOf, show, startDoor } from '../door/stage.ts'
import { startingIn } from '../events/stage.ts'
import { openBrowser } from '../support/browser.ts'
import { day, hour, minute } from '../support/clock.ts'
import { denyCamera, fakeCamera } from './fake-camera.ts'
import { isKept, sameDocument, visit } from './visits.ts'

const letIn = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^Let in.*${name}$`) })
const verdict = (page: Page, text: string) => page.locator('#verdict').getByText(text)
const saysConnection = (page: Page, text: string) => page.locator('#connection').getByText(text).waitFor()

describe('a device at a door', async () => {
  const [{ world, host, kim, lee, create, openDoor, passOf }, browser] = [
    await startDoor({ env: { SESSION_HOURS: '8000' } }),
    await openBrowser(),
  ]

  /** A door whose page is kept, with two people who may come. */
  async function atDoor(title: string, camera = denyCamera) {
    const event = await create({ title })
    const door = await openDoor('Front', event)
    await passOf(kim, event)
    await passOf(lee, event)
    const { page } = await visit(browser, world, host, { screen: 'phone', serviceWorker: true })
    onTestFinished(() => page.context().close())
    await camera(page)
    await page.goto(`/doors/${door}`)
    await saysConnection(page, 'Connected')
    await expect.poll(() => isKept(page)).toBe(true)
    return { page, door }
  }

  test('still says how many are to be recorded after its page was loaded again without a network', async () => {
    const { page, door } = await atDoor('Waltz')
    await page.context().setOffline(true)
    await letIn(page, 'kim').click()
    await saysConnection(page, '1 to be recorded')
    await page.reload()
    await saysConnection(page, '1 to be recorded')
    const unsent = `unsent:${host.id}:${door}`
    expect(await page.evaluate((name) => localStorage.getItem(name), unsent)).toBe('1')
  })

  test('says that everybody is recorded even while its list loads slowly', async () => {
    const { page } = await atDoor('Samba')
    await page.context().setOffline(true)
    await letIn(page, 'kim').click()
    await saysConnection(page, '1 to be recorded')
    await page.route('**/bundle', () => {})
    await page.context().setOffline(false)
    await page.getByText('1 admission is recorded.').waitFor()
    expect(await page.locator('#connection').textContent()).not.toContain('to be recorded')
  })

  test('lets nobody in again whom the server knows by now, where the network goes before the list comes', async () => {
    const { page } = await atDoor('Foxtrot')
    await page.context().setOffline(true)
    await letIn(page, 'kim').click()
    await saysConnection(page, '1 to be recorded')
    await page.route('**/bundle', (route) => route.abort())
    await page.context().setOffline(false)
    await page.getByText('1 admission is recorded.').waitFor()
    await page.context().setOffline(true)
    await page.reload()
    await saysConnection(page, 'No connection')
    await page
      .locator('#people li')
      .filter({ hasText: 'kim' })
      .getByText(/^In, at \d\d:\d\d$/)
      .waitFor()
    await page.getByRole('searchbox', { name: 'Name or short code' }).last().fill('nobody')
    await page.keyboard.press('Enter')
    await page.locator('#people').getByText('No pass matches.').waitFor()
  })

  test('is live and kept also where somebody was let in before its script had come', async () => {
    const event = await create({ title: 'Slowfox' })
    const [door, other] = [await openDoor('Front', event), await openDoor('Back', event)]
    const [kims, lees] = [await passOf(kim, event), await passOf(lee, event)]
    const { page } = await visit(browser, world, host, { screen: 'phone', serviceWorker: true })
    onTestFinished(() => page.context().close())
    await denyCamera(page)
    const script = '**/door.js'
    await page.route(script, () => {})
    await page.goto(`/doors/${door}`, { waitUntil: 'commit' })
    await page.getByLabel('Code or short code', { exact: true }).fill(await shortCodeOf(world, kims))
    await page.unroute(script)
    await page.keyboard.press('Enter')
    await saysConnection(page, 'Connected')
    await verdict(page, 'Check that this is kim').waitFor()
    await page.locator('#door-counts').getByText('1 of 2 in').waitFor()
    await host.api.post(`/doors/${other}/admissions`, { pass_id: lees.id }).expect(200)
    await page.locator('#door-counts').getByText('2 of 2 in').waitFor()
    await expect.poll(() => isKept(page)).toBe(true)
    expect(new URL(page.url()).pathname).toBe(`/doors/${door}`)
    await verdict(page, 'Check that this is kim').waitFor()
  })

  test('runs the script of an upgraded server as soon as nothing is half typed', async () => {
    const { page, door } = await atDoor('Quickstep')
    const module = () => page.evaluate(() => document.body.dataset.module)
    const goOffAndOn = async () => {
      await page.context().setOffline(true)
      await saysConnection(page, 'No connection')
      const refreshed = page.waitForResponse((response) => new URL(response.url()).pathname === `/doors/${door}`)
      await page.context().setOffline(false)
      await (await refreshed).finished()
      await saysConnection(page, 'Connected')
    }
    const present = await module()
    await page.evaluate(() => document.body.setAttribute('data-module', '/assets/earlier/door.js'))
    const stays = await sameDocument(page)
    const name = page.getByRole('searchbox', { name: 'Name or short code' }).last()
    await name.fill('ki')
    await goOffAndOn()
    expect(await stays()).toBe(true)
    await page.keyboard.press('Enter')
    await letIn(page, 'lee').waitFor({ state: 'detached' })
    await goOffAndOn()
    await expect.poll(module).toBe(present)
    await saysConnection(page, 'Connected')
    expect(await stays()).toBe(false)
    expect(await name.inputValue()).toBe('ki')
  })

  test('shows whom was searched for while the network goes and comes, not whose name is half typed', async () => {
    const { page } = await atDoor('Polka')
    const name = page.getByRole('searchbox', { name: 'Name or short code' }).last()
    await page.route('**/doors/*?q=*', (route) => route.abort())
    await name.fill('LEE')
    await page.keyboard.press('Enter')
    await letIn(page, 'kim').waitFor({ state: 'detached' })
    await page.unroute('**/doors/*?q=*')
    await saysConnection(page, 'Connected')
    await expect.poll(() => new URL(page.url()).search).toBe('?q=LEE')
    expect(await page.locator('#people-found strong').allInnerTexts()).toEqual(['lee'])
    await name.fill('kim')
    await page.context().setOffline(true)
    await saysConnection(page, 'No connection')
    await letIn(page, 'lee').click()
    await verdict(page, 'Let in, offline').waitFor()
  })

  test('lets nobody in twice by two tabs of the same door', async () => {
    const { page, door } = await atDoor('Tango')
    const other = await page.context().newPage()
    await denyCamera(other)
    await other.goto(`/doors/${door}`)
    await saysConnection(other, 'Connected')
    await page.context().setOffline(true)
    for (const tab of [page, other]) await saysConnection(tab, 'No connection')
    await letIn(page, 'kim').click()
    await verdict(page, 'Let in, offline').waitFor()
    await letIn(other, 'kim').click()
    await verdict(other, 'This pass has already been used').waitFor()
    await other.keyboard.press('Escape')
    await letIn(other, 'lee').click()
    await saysConnection(other, '2 to be recorded')
  })

  test('lets in again whose admission was undone elsewhere, also where its clock was wrong when they came', async () => {
    const { page } = await atDoor('Mambo')
    await page.evaluate(() => {
      const now = Date.now
      Date.now = () => now() + 3_600_000
    })
    await letIn(page, 'kim').click()
    await verdict(page, 'Check that this is kim').waitFor()
    const admission = (await page.locator('#admissions li').first().getAttribute('id')) as string
    await host.api
      .post(`/admissions/${admission.replace(/\D/g, '')}/undo`)
      .send({ reason: 'Wrong person' })
      .expect(204)
    const listed = page.waitForResponse('**/bundle')
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await (await listed).finished()
    await saysConnection(page, 'Connected')
    await page.context().setOffline(true)
    await letIn(page, 'kim').click()
    await verdict(page, 'Let in, offline').waitFor()
  })

  test('lets in without a network also where its clock is slow, and reports them as whoever came then', async () => {
    const { page, door } = await atDoor('Twist')
    const passes = await world.ctx.db
      .selectFrom('passes')
      .innerJoin('doors', 'doors.event_id', 'passes.event_id')
      .select(['passes.id', 'passes.event_id', 'passes.holder_id'])
      .where('doors.id', '=', door)
      .execute()
    await page.context().setOffline(true)
    await saysConnection(page, 'No connection')
    world.clock.advance(hour)
    for (const { id, event_id, holder_id } of passes) {
      const holder = holder_id === kim.id ? kim : lee
      const code = await show(world, { id, event_id, booking_id: 0, holder })
      await page.getByLabel('Code or short code', { exact: true }).fill(code)
      await page.keyboard.press('Enter')
      await verdict(page, 'Let in, offline').waitFor()
      await verdict(page, holder.username).first().waitFor()
    }
    await page.context().setOffline(false)
    await page
      .locator('#recorded')
      .getByText(/^2 admissions are recorded\.$/)
      .waitFor()
  })

  test('records whom it let in by a short code also where their place was handed over before it could', async () => {
    const { page, door } = await atDoor('Bolero')
    const [pass] = await world.ctx.db
      .selectFrom('passes')
      .innerJoin('doors', 'doors.event_id', 'passes.event_id')
      .select(['passes.id', 'passes.short_code'])
      .where('doors.id', '=', door)
      .where('passes.holder_id', '=', kim.id)
      .execute()
    await page.context().setOffline(true)
    await page.getByLabel('Code or short code', { exact: true }).fill(pass?.short_code as string)
    await page.keyboard.press('Enter')
    await verdict(page, 'Let in, offline').waitFor()
    await kim.api.post(`/passes/${pass?.id}/handover`).send({ username: 'lee' }).expect(200)
    await page.context().setOffline(false)
    await page.locator('#recorded').getByText('1 admission is recorded.').waitFor()
    const { body } = await host.api.get(`/doors/${door}/counts`)
    expect(body).toMatchObject({ admitted: 1 })
  })

  test('reads codes again once the network is back whose loss had kept it from that', async () => {
    const { page } = await atDoor('Rumba', async (page) => {
      await fakeCamera(page)
      await page.addInitScript(() => {
        class Failing {
          async detect(picture: HTMLElement) {
            if (picture instanceof HTMLCanvasElement) return [{ rawValue: 'SM1: TEST$%*+-./:' }]
            if (!Reflect.get(globalThis, 'reads')) throw new Error('not read')
            return []
          }
        }
        Object.assign(globalThis, { BarcodeDetector: Failing })
      })
    })
    const failed = page.getByText('The camera does not start.')
    await failed.waitFor()
    await page.context().setOffline(true)
    await saysConnection(page, 'No connection')
    await page.evaluate(() => Object.assign(globalThis, { reads: true }))
    await page.context().setOffline(false)
    await failed.waitFor({ state: 'detached' })

    await page.evaluate(() => Object.assign(globalThis, { reads: false }))
    await failed.waitFor()
    await page.context().setOffline(true)
    await saysConnection(page, 'No connection')
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { value: true })
      document.dispatchEvent(new Event('visibilitychange'))
    })
    await page.context().setOffline(false)
    await saysConnection(page, 'Connected')
    expect(await failed.count(), 'while nobody looks').toBe(1)
  })

  test('says that nobody is in yet when the next day of an event begins', async () => {
    const [{ date, start_time }, { end_time, end_date }] = [startingIn(world, 60), startingIn(world, 3 * 24 * 60)]
    const event = await create({ title: 'Festival', date, start_time, end_time, end_date })
    const door = await openDoor('Front', event)
    const pass = await passOf(kim, event)
    await host.api.post(`/doors/${door}/admissions`, { pass_id: pass.id }).expect(200)
    const { page } = await visit(browser, world, host, { screen: 'phone' })
    onTestFinished(() => page.context().close())
    await denyCamera(page)
    await page.goto(`/doors/${door}`)
    await saysConnection(page, 'Connected')
    await page.locator('#door-counts').getByText('1 of 1 in').waitFor()
    world.clock.advance(day - (world.clock.now() % day) + minute)
    // It asks for the time every two minutes.
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await page.locator('#door-counts').getByText('0 of 1 in').waitFor()
    await letIn(page, 'kim').waitFor()
  })
})

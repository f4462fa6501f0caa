import { describe, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { visit } from './visits.ts'

describe('on a small screen', async () => {
  const [world, browser] = [await startApp({ env: { MESSAGES: 'everyone' } }), await openBrowser()]
  const [kim, anna] = [await join(world, 'kim'), await join(world, 'anna', 'assistant')]
  const id = await ticketOf(world, kim, 'A ticket to be read while one answers')

  // A phone on its side, and a small screen at 200 %.
  test.each([
    { width: 740, height: 360 },
    { width: 640, height: 400 },
  ])('a long answer leaves what was said to be read at $width × $height', async (size) => {
    const { page, faults } = await visit(browser, world, anna)
    await page.setViewportSize(size)
    await page.goto(`/tickets/${id}`)
    await page.getByLabel('Your message').fill('One line more.\n'.repeat(40))
    const words = page.locator('.message .prose').first()
    const read = () =>
      words.evaluate((element) => {
        const { left, top, bottom } = element.getBoundingClientRect()
        return element.contains(document.elementFromPoint(left + 5, (top + bottom) / 2))
      })
    await words.evaluate((element) => element.scrollIntoView({ block: 'start', behavior: 'instant' }))
    await expect.poll(read).toBe(true)
    expect(faults).toEqual([])
  })

  test.each(['phone', 'desktop'] as const)('the newest message ends above the reply box on a %s', async (screen) => {
    const long = await ticketOf(world, kim, 'A ticket with much in it')
    for (let count = 0; count < 12; count++)
      await kim.api.post(`/tickets/${long}/messages`, { message: 'And one thing more that I forgot.' }).expect(201)
    await anna.api.post(`/tickets/${long}/read-mark`).expect(204)
    const { page, faults } = await visit(browser, world, anna, { screen })
    await page.goto(`/tickets/${long}`)
    const newest = page.locator('.message').last()
    await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0)
    const [message, box] = [await newest.boundingBox(), await page.locator('.reply').boundingBox()]
    expect(message && box && message.y + message.height - box.y).toBeLessThan(0)
    expect(faults).toEqual([])
  })

  test.each(['phone', 'desktop'] as const)(
    'a title is read in full, and covers nothing that is new, on a %s',
    async (screen) => {
      const long = await ticketOf(world, kim, 'Feedback on the new booking page, which is long, and two things.')
      const write = async (count: number) => {
        for (let number = 1; number <= count; number++)
          await kim.api.post(`/tickets/${long}/messages`, { message: 'A line.\n\nA line.\n\nA line.' }).expect(201)
      }
      await write(6)
      await anna.api.post(`/tickets/${long}/read-mark`).expect(204)
      await write(6)
      const { page, faults } = await visit(browser, world, anna, { screen })
      await page.goto(`/tickets/${long}`)
      await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(0)
      const isOnTop = await page.locator('#unread').evaluate((line) => {
        const { left, top, bottom } = line.getBoundingClientRect()
        return document.elementFromPoint(left + 9, (top + bottom) / 2) === line
      })
      expect(isOnTop).toBe(true)
      const title = page.getByRole('heading', { level: 1 })
      expect(await title.evaluate((h1) => h1.scrollHeight - h1.clientHeight)).toBeLessThan(9)
      expect(faults).toEqual([])
    },
  )

  test.each([360, 768, 960, 1024, 1216])('the days of a search for events are read in full at %i', async (width) => {
    const { page } = await visit(browser, world, kim)
    await page.setViewportSize({ width, height: 700 })
    await page.goto('/events')
    const box = await page.getByLabel('From', { exact: true }).boundingBox()
    expect(box?.width).toBeGreaterThanOrEqual(144)
  })

  test('on a phone the title of a ticket has the whole width where one can only answer', async () => {
    const mia = await join(world, 'mia')
    await anna.api.post(`/tickets/${id}/participants`, { who: 'mia' }).expect(200)
    const { page, faults } = await visit(browser, world, mia, { screen: 'phone' })
    await page.goto(`/tickets/${id}`)
    const below = page.getByRole('heading', { level: 1 }).evaluate((title) => {
      const status = title.nextElementSibling
      return status && status.getBoundingClientRect().top - title.getBoundingClientRect().bottom
    })
    expect(await below).toBeGreaterThanOrEqual(0)
    expect(faults).toEqual([])
  })

  test('on a phone the buttons about a person are in their card, not over the messages', async () => {
    const lou = await join(world, 'lou')
    await kim.api.post('/conversations', { username: 'lou', message: 'Are you there tonight?' }).expect(201)
    const { page, faults } = await visit(browser, world, lou, { screen: 'phone' })
    const isInCard = () =>
      page.getByRole('button', { name: 'Block' }).evaluate((button) => {
        const [card, { top, bottom }] = [button.closest('.card'), button.getBoundingClientRect()]
        const around = card?.getBoundingClientRect()
        return around !== undefined && around.top < top && bottom < around.bottom
      })
    await page.goto('/conversations')
    await page.getByRole('main').getByRole('link', { name: 'kim' }).click()
    await page.locator('.message').waitFor()
    expect(await isInCard()).toBe(true)
    await page.goto('/people/kim')
    expect(await isInCard()).toBe(true)
    expect(faults).toEqual([])
  })

  test('a long tag is read in full in the list on a phone', async () => {
    const tagged = await ticketOf(world, kim, 'A ticket with a long tag')
    await anna.api
      .put(`/tickets/${tagged}/tags`)
      .send({ tags: ['m'.repeat(30)] })
      .expect(200)
    const { page, faults } = await visit(browser, world, anna, { screen: 'phone' })
    await page.goto('/tickets?status=open&sort=newest')
    const [tag, list] = [page.locator('.ticket__tag').first(), page.locator('#list')]
    const rightOf = async (place: typeof tag) => place.evaluate((element) => element.getBoundingClientRect().right)
    expect(await rightOf(tag)).toBeLessThan(await rightOf(list))
    expect(faults).toEqual([])
  })

  test('the tab of the list that is shown is in sight on a phone', async () => {
    const { page, faults } = await visit(browser, world, anna, { screen: 'phone' })
    await page.goto('/tickets?queue=closed')
    const tab = page.getByRole('navigation', { name: 'Show' }).getByRole('link', { name: 'Closed' })
    const sight = () => tab.evaluate((link) => link.getBoundingClientRect().right - innerWidth)
    await expect.poll(sight).toBeLessThanOrEqual(0)
    expect(faults).toEqual([])
  })
})

import { expect, test } from 'vitest'
import { anEvent, book } from '../events/stage.ts'
import { openBrowser } from '../support/browser.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { visit } from './visits.ts'

const [world, browser] = [await startApp(), await openBrowser()]

test('a ticket on paper is dark on white, in the dark theme too, with dates, and nothing covers what was said', async () => {
  const kim = await join(world, 'kim')
  const anna = await join(world, 'anna', 'assistant')
  const id = await ticketOf(world, kim)
  const { page } = await visit(browser, world, anna, { theme: 'dark' })
  await page.goto(`/tickets/${id}`)
  const look = () =>
    page.evaluate(() => {
      const styleOf = (selector: string) => getComputedStyle(document.querySelector(selector) as Element)
      const [, lightness] = /oklch\(([\d.]+)/.exec(styleOf('.message__body').color) ?? []
      return {
        isDark: Number(lightness) < 0.5,
        head: styleOf('.desk__head').position,
        reply: styleOf('.reply').display,
        scheme: styleOf(':root').colorScheme,
        when: getComputedStyle(document.querySelector('.message time') as Element, '::after').content,
      }
    })
  expect(await look()).toMatchObject({ isDark: false, head: 'sticky' })

  await page.emulateMedia({ media: 'print' })

  const when = `"${await page.locator('.message time').first().getAttribute('title')}"`
  expect(await look()).toEqual({ isDark: true, head: 'static', reply: 'none', scheme: 'light', when })
})

test('passes on paper are all there, with their short codes, and without codes that change', async () => {
  const lee = await join(world, 'lee')
  const host = await join(world, 'mira', 'assistant')
  const { id } = (await host.api.post('/events').send(anEvent(world)).expect(201)).body
  await book(lee, id, { quantity: 3 })
  const { page } = await visit(browser, world, lee)
  await page.goto(`/events/${id}/passes`)
  await page.locator('.pass__live .pass__picture svg').waitFor()

  await page.emulateMedia({ media: 'print' })

  expect(await page.locator('.pass__picture').filter({ visible: true }).count()).toBe(0)
  const width = await page.evaluate(() => innerWidth)
  const places = await page.locator('.pass__short').all()
  expect(places).toHaveLength(3)
  for (const place of places) expect((await place.boundingBox())?.x).toBeLessThan(width)
})

test('a list of attendees on paper says who has paid, and has no controls', async () => {
  const [ben, host] = [await join(world, 'ben'), await join(world, 'vera', 'assistant')]
  const { id } = (
    await host.api
      .post('/events')
      .send(anEvent(world, { price: 500 }))
      .expect(201)
  ).body
  await book(ben, id)
  const { page } = await visit(browser, world, host)
  await page.goto(`/events/${id}/attendees`)

  await page.emulateMedia({ media: 'print' })

  await page.getByRole('button', { name: 'Not paid' }).waitFor()
  await page.locator('.page-head time').waitFor()
  expect(await page.getByRole('heading', { level: 2 }).allInnerTexts()).toEqual(['Booked'])
  expect(await page.getByText('ben', { exact: true }).first().isVisible()).toBe(true)
  expect(await page.locator('summary, textarea, .button').filter({ visible: true }).allInnerTexts()).toEqual([
    expect.stringContaining('Not paid'),
  ])
})

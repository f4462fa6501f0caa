import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { drawMessage } from '#lib/message-text.ts'
import { mailBodies } from '#platform/mail/render.ts'
import { anEvent, book } from '../../events/stage.ts'
import { newPage, openBrowser } from '../../support/browser.ts'
import { join } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'
import { tenThousand } from '../generated.ts'
import { samples } from '../samples.ts'

interface Read {
  text: string
  links: number
}

/** The browser's `innerText` of each message, put in place of the one on the page. */
const readIn = (page: Page, place: string, messages: string[]) =>
  page.locator(place).evaluate(
    (element, messages): Read[] => {
      const box = element as HTMLElement
      return messages.map((html) => {
        box.innerHTML = html
        return { text: box.innerText, links: box.querySelectorAll('a[href]').length }
      })
    },
    messages.map((message) => drawMessage(message, '/tickets/')),
  )

const generated = tenThousand()

const mail = () => {
  const item = { id: 1, title: 'S', sentence: 'Kim wrote', excerpt: 'x', excerpt_html: 'x', link: '/' }
  const model = { items: [item], more: 0, subject_of_all: item, choices: '/', subject: 'S', origin: '' }
  const around = { site: { site_name: 'Desk', site_color: '' }, name: 'Anna' }
  return mailBodies('notifications', { ...model, ...around }).html
}

describe('what is typed is what is read, without the marks of the six forms', async () => {
  const [world, browser] = [await startApp(), await openBrowser()]
  const kim = await join(world, 'kim')
  let page: Page
  let letter: Page
  beforeAll(async () => {
    page = (await newPage(browser, { at: world.url })).page
    await page.context().addCookies([{ name: 'session', value: kim.token, url: world.url }])
    const { body } = await kim.api.post('/tickets', { title: 'Something typed', message: 'What is typed' })
    await page.goto(`/tickets/${body.ticket_id}`)
    letter = (await newPage(browser)).page
    await letter.setContent(mail())
  })

  test.each(['page', 'mail'])('in 100 real-looking messages, on a %s', async (where) => {
    const found = await readIn(
      ...placeOf(where),
      samples.map(({ typed }) => typed),
    )
    expect(found.map(({ text }) => text)).toEqual(samples.map(({ read }) => read))
  })

  test.each([
    ['page', 10_000],
    ['mail', 1000],
  ])('in generated messages, on a %s: %i of them', async (where, count) => {
    const some = generated.slice(0, count)
    const found = await readIn(
      ...placeOf(where),
      some.map(({ typed }) => typed),
    )
    const wrong = found.flatMap(({ text, links }, index) => {
      const one = some[index]
      return one && text === one.read && links === one.links ? [] : { ...one, text, found: links }
    })
    expect(wrong.slice(0, 5)).toEqual([])
  })

  test('in the reason of a cancellation, for those who come and those who are invited by mail', async () => {
    const reason = 'The boiler is broken:\n\n  12. May\n  19. May'
    const host = await join(world, 'mira', 'assistant')
    const { body: event } = await host.api.post('/events', anEvent(world)).expect(201)
    const booking = (await book(kim, event.id)).body
    await host.api.post(`/bookings/${booking.id}/cancellation`, { reason }).expect(200)
    await host.api.post(`/events/${event.id}/cancellation`, { reason }).expect(200)
    for (const path of [`/events/${event.id}`, '/bookings']) {
      await page.goto(path)
      expect(await page.locator('main').innerText()).toContain(reason)
    }
    const model = { event: { title: 'Salsa', starts: 'Monday', location: '' }, reason, subject: 'S', origin: '' }
    const site = { site_name: 'Desk', site_color: '' }
    await letter.setContent(mailBodies('event-invitation-cancelled', { ...model, site }).html)
    expect(await letter.locator('main').innerText()).toContain(reason)
  })

  const placeOf = (where: string): [Page, string] => (where === 'page' ? [page, '.prose'] : [letter, '.message'])
})

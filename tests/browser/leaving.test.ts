import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { join, password, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { button, live, said, signIn, visit } from './visits.ts'

describe('logging out', async () => {
  const [world, browser] = [await startApp(), await openBrowser()]
  const kim = await join(world, 'kim')
  const id = await ticketOf(world, kim, 'A private matter')
  const pages = ['/home', '/tickets', '/tickets/new', `/tickets/${id}`, `/tickets/${id}/edit`, '/profile', '/logout']
  const around = [`/accounts/${kim.id}`, '/api/docs', '/no-such-page']

  let page: Page
  beforeAll(async () => {
    page = (await visit(browser, world)).page
  })

  test.for([...pages, ...around])('from %s, the login page confirms it', async (path, { expect }) => {
    await signIn(page, world, await again())
    await page.goto(path)
    await button(page, 'Log out').first().click()
    await page.waitForURL('**/login')
    await said(page, 'You are logged out.').waitFor()
    expect(await page.context().cookies()).not.toContainEqual(expect.objectContaining({ name: 'session' }))
    await page.goto('/home')
    expect(new URL(page.url()).pathname).toBe('/login')
  })

  test.for([true, false])('leaves nothing private behind the back button, JavaScript on: %s', async (javaScript) => {
    const { page, faults } = await visit(browser, world, await again(), { javaScript })
    await page.goto('/home')
    await page.getByRole('link', { name: 'A private matter' }).click()
    await page.getByRole('heading', { level: 1, name: 'A private matter' }).waitFor()
    await page.goto('/tickets')
    await button(page, 'Log out').click()
    await said(page, 'You are logged out.').waitFor()
    for (let step = 0; step < 3; step++) {
      await page.goBack()
      await page.getByRole('heading', { level: 1, name: 'Log in' }).waitFor()
      expect(await page.content()).not.toContain('A private matter')
    }
    expect(faults).toEqual([])
  })

  /** Another session of the same person. */
  async function again() {
    const { body } = await world.api().post('/api/v1/sessions').send({ login: 'kim', password })
    return { ...kim, token: body.access_token as string }
  }
})

describe('a double click', async () => {
  const [world, browser] = [await startApp(), await openBrowser()]
  const kim = await join(world, 'kim')

  test.for([true, false])('on a form stores it once, JavaScript on: %s', async (javaScript) => {
    const id = await ticketOf(world, kim)
    const { page, faults } = await visit(browser, world, kim, { javaScript })
    const bodies = async () => {
      const { body } = await kim.api.get(`/tickets/${id}/messages`)
      return body.messages.map((message: { body: string }) => message.body)
    }
    const open = () => page.goto(`/tickets/${id}`)
    await (javaScript ? live(page, open) : open())
    await page.getByLabel('Your message').fill('Sent by an eager hand')
    await button(page, 'Send').dblclick()
    await page.locator('.message--mine').getByText('Sent by an eager hand').waitFor()
    await button(page, 'Close').dblclick()
    await said(page, 'closed this ticket.').waitFor()
    expect(await bodies()).toEqual([
      'I left it in room 2 yesterday.',
      'Sent by an eager hand',
      expect.stringContaining('closed this ticket.'),
    ])
    expect(faults).toEqual([])

    const before = (await kim.api.get('/tickets')).body.tickets.length
    await page.goto('/tickets/new')
    await page.getByLabel('What is it about?').fill('Asked by an eager hand')
    await page.getByLabel('Your message').fill('Once is enough.')
    await button(page, 'Send').dblclick()
    await said(page, 'Your ticket is open').waitFor()
    expect((await kim.api.get('/tickets')).body.tickets.length).toBe(before + 1)
  })
})

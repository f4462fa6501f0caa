import type { Page, Route } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { findDrafts } from '#platform/drafts/drafts.ts'
import { anEvent } from '../events/stage.ts'
import { openBrowser } from '../support/browser.ts'
import { join, type Member, password, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { button, fill, link, live, said, signIn, visit } from './visits.ts'

describe('what is half typed', async () => {
  const [world, browser] = [await startApp(), await openBrowser()]
  const text = `${'Half a thought. '.repeat(124)}And the rest.\n`
  const kim = await join(world, 'kim')
  const [anna, bea] = [await join(world, 'anna', 'assistant'), await join(world, 'bea', 'assistant')]
  const box = (page: Page) => page.getByLabel('Your message')
  const kept = (page: Page) => expect.poll(() => box(page).inputValue()).toBe(text)
  const type = (page: Page) => box(page).fill(text)
  /** The box itself may contain the text too. */
  const sent = (page: Page) => page.locator('.message', { hasText: 'And the rest.' }).waitFor()
  const saved = (page: Page) => page.waitForResponse((response) => response.url().endsWith('/drafts') && response.ok())
  const sessionOf = async ({ username }: Member) => {
    const { body } = await world.api().post('/api/v1/sessions').send({ login: username, password }).expect(201)
    return { username, token: body.access_token as string }
  }
  /** Somebody with a session of their own, on a ticket. */
  async function writing(member: Member, options = {}) {
    const session = { ...member, ...(await sessionOf(member)) }
    const id = await ticketOf(world, kim, 'Something to write about')
    const opened = await visit(browser, world, session, options)
    if ('javaScript' in options) await opened.page.goto(`/tickets/${id}`)
    else await live(opened.page, () => opened.page.goto(`/tickets/${id}`))
    return { ...opened, id, session, at: `/tickets/${id}` }
  }
  const messages = async (id: number) =>
    (await kim.api.get(`/tickets/${id}/messages`)).body.messages.map(({ body }: { body: string }) => body)
  const end = ({ token }: { token: string }) =>
    world.api().delete('/api/v1/sessions/current').set('Authorization', `Bearer ${token}`).expect(204)

  test('is there after a reload, at once and later, and gone when it is sent', async () => {
    const { page, faults, at } = await writing(kim)
    await type(page)
    await page.reload()
    await kept(page)
    await saved(page)
    await page.reload()
    await kept(page)
    await button(page, 'Send').click()
    await sent(page)
    await page.goto(at)
    expect(await box(page).inputValue()).toBe('')
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([])
    expect(faults).toEqual([])
  })

  test('is restored with the chosen options, and its date beside it', async () => {
    const house = await startApp({ env: { EVENTS: 'on' } })
    const host = await join(house, 'mira', 'assistant')
    const { page, faults } = await visit(browser, house, host)
    await page.goto('/events/new')
    await fill(page, { Title: 'Tango night', Description: 'Bring somebody.', Date: '2027-02-03', Begins: '19:30' })
    await page.getByLabel('Attendees see who else is coming').check()
    await Promise.all([saved(page), page.getByLabel('Who sees it').selectOption('Only people who are invited')])
    await page.reload()
    const values = () =>
      Promise.all(['Title', 'Date', 'Begins', 'Who sees it'].map((name) => page.getByLabel(name).inputValue()))
    await expect.poll(values).toEqual(['Tango night', '2027-02-03', '19:30', 'invite_only'])
    expect(await page.getByLabel('Attendees see who else is coming').isChecked()).toBe(true)
    expect(faults).toEqual([])
  })

  test('of an edit puts back nothing that was changed on another page meanwhile', async () => {
    const id = await ticketOf(world, kim, 'My lost umbrela')
    const { page, faults } = await visit(browser, world, kim)
    await page.goto(`/tickets/${id}/edit`)
    await Promise.all([saved(page), fill(page, { 'First message': 'I left it in room 3 yesterday.' })])
    await kim.api.patch(`/tickets/${id}`, { title: 'My lost umbrella' }).expect(200)
    await page.reload()
    await expect.poll(() => page.getByLabel('First message').inputValue()).toBe('I left it in room 3 yesterday.')
    await button(page, 'Save changes').click()
    await page.waitForURL(`**/tickets/${id}`)
    expect((await kim.api.get(`/tickets/${id}`).expect(200)).body.title).toBe('My lost umbrella')
    expect(faults).toEqual([])
  })

  test('is there of what an event asks', async () => {
    const house = await startApp({ env: { EVENTS: 'on' } })
    const host = await join(house, 'mira', 'assistant')
    const questions = [{ label: 'Telephone', kind: 'phone' }]
    const id = (await host.api.post('/events', anEvent(house, { questions })).expect(201)).body.id
    const { page, faults } = await visit(browser, house, await join(house, 'lee'))
    await page.goto(`/events/${id}/booking`)
    await page.getByLabel('Telephone').fill('030 123')
    await page.reload()
    await expect.poll(() => page.getByLabel('Telephone').inputValue()).toBe('030 123')
    await saved(page)
    await page.evaluate(() => localStorage.clear())
    await page.reload()
    expect(await page.getByLabel('Telephone').inputValue()).toBe('030 123')
    expect(faults).toEqual([])
  })

  test('is there when one leaves and returns, and in another browser', async () => {
    const { page, faults, at, session } = await writing(kim)
    await Promise.all([saved(page), type(page)])
    await link(page, 'Home').first().click()
    await page.getByRole('heading', { name: 'Hello, kim' }).waitFor()
    await page.goBack()
    await kept(page)
    const other = await visit(browser, world, session)
    await other.page.goto(at)
    await kept(other.page)
    const stranger = await visit(browser, world, anna)
    await stranger.page.goto(at)
    expect(await box(stranger.page).inputValue()).toBe('')
    expect([...faults, ...other.faults]).toEqual([])
  })

  test('is each tab’s own where two tabs have different ones', async () => {
    const { page, at } = await writing(kim)
    const other = await page.context().newPage()
    await other.goto(at)
    await Promise.all([saved(page), box(page).fill('Typed first.')])
    await Promise.all([saved(other), box(other).fill('Typed second.')])
    await page.reload()
    await expect.poll(() => box(page).inputValue()).toBe('Typed first.')
    await other.reload()
    await expect.poll(() => box(other).inputValue()).toBe('Typed second.')
    await page.route('**/messages', async (route) => {
      await Promise.all([saved(other), box(other).fill('Typed second, too.')])
      await page.waitForFunction(() => sessionStorage.length > 0)
      await route.continue()
    })
    await button(page, 'Send').click()
    for (const tab of [page, other]) await tab.locator('.message', { hasText: 'Typed first.' }).waitFor()
    for (const tab of [other, page]) {
      await tab.reload()
      await expect.poll(() => box(tab).inputValue()).toBe('Typed second, too.')
    }
    await button(other, 'Send').click()
    await other.locator('.message', { hasText: 'Typed second, too.' }).waitFor()
    await page.reload()
    for (const tab of [page, other])
      expect([await box(tab).inputValue(), await tab.evaluate(() => sessionStorage.length)]).toEqual(['', 0])
  })

  test('is there after a claim by the button', async () => {
    const { page, faults } = await writing(anna)
    await page.getByRole('radio', { name: 'Note' }).check()
    await type(page)
    await button(page, 'Claim').click()
    await said(page, 'The ticket is yours.').waitFor()
    await kept(page)
    expect(await page.getByRole('radio', { name: 'Note' }).isChecked()).toBe(true)
    expect(faults).toEqual([])
  })

  test('stays when the session ends elsewhere: the page says so, and one can log in there', async () => {
    const { page, session, at } = await writing(kim)
    await type(page)
    await end(session)
    await said(page, 'You are logged out.').waitFor()
    expect([new URL(page.url()).pathname, await box(page).inputValue()]).toEqual([at, text])
    await fill(page, { 'Username or email': 'kim', Password: 'wrong wrong wrong' })
    await button(page, 'Log in here').click()
    await page.locator('.session-ended__status').filter({ hasText: 'password' }).waitFor()
    await fill(page, { Password: password })
    await button(page, 'Log in here').click()
    await page.locator('.session-ended').waitFor({ state: 'detached' })
    await kept(page)
    expect(await box(page).evaluate((box) => box === document.activeElement)).toBe(true)
    await button(page, 'Send').click()
    await sent(page)
  })

  test('comes back when it was sent into an ended session, by way of the login page', async () => {
    const { page, session } = await writing(kim)
    await page.evaluate(() => {
      addEventListener('desk:session-ended', (event) => event.stopImmediatePropagation(), true)
      // Closes the live stream, which would lead to the login page before the form is sent.
      dispatchEvent(new Event('pagehide'))
    })
    await type(page)
    await end(session)
    await button(page, 'Send').click()
    await fill(page, { 'Username or email': 'kim', Password: password })
    await button(page, 'Log in').click()
    await kept(page)
  })

  test('stays while the server is away, and is saved when it is back', async () => {
    const { page } = await writing(kim)
    await page.context().setOffline(true)
    await type(page)
    await button(page, 'Send').click()
    await said(page, 'What you typed is still here').waitFor()
    await page.context().setOffline(false)
    await page.reload()
    await kept(page)
  })

  describe('while the network is away is in the browser at once', () => {
    const inBrowser = (page: Page) => page.evaluate(() => Object.values(localStorage).map((copy) => JSON.parse(copy)))
    const isUnsaved = async (page: Page) =>
      expect(await inBrowser(page)).toMatchObject([{ fields: { message: text }, at: 0 }])
    const onServer = async (id: number) => (await findDrafts(world.ctx, kim.id, [`ticket-${id}`])).values()

    test('and is saved when it is back, although nothing more is typed', async () => {
      const { page, at, id, session } = await writing(kim)
      const cut = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/drafts'))
      await page.context().setOffline(true)
      await type(page)
      await isUnsaved(page)
      await cut
      await isUnsaved(page)
      expect([...(await onServer(id))]).toEqual([])
      await Promise.all([saved(page), page.context().setOffline(false)])
      expect([...(await onServer(id))]).toMatchObject([{ fields: { message: text } }])
      const other = await visit(browser, world, session)
      await other.page.goto(at)
      await kept(other.page)
    })

    test('and is saved from the next page that opens, whichever it is', async () => {
      const { page, at, id } = await writing(kim)
      const context = page.context()
      await context.setOffline(true)
      await type(page)
      await page.close()
      await context.setOffline(false)
      const next = await context.newPage()
      await Promise.all([saved(next), next.goto('/home')])
      expect([...(await onServer(id))]).toHaveLength(1)
      await next.goto(at)
      await kept(next)
    })

    test.each([
      ['before it arrives', false],
      ['when the server has it and its answer is lost', true],
    ])('and is saved again when the connection is cut %s', async (_, isReceived) => {
      const { page, id } = await writing(kim)
      await page.clock.install()
      const isCut = Promise.withResolvers<void>()
      const cut = async (route: Route) => {
        if (isReceived) await route.fetch()
        await route.abort('connectionreset')
        isCut.resolve()
      }
      await page.route('**/drafts', cut, { times: 1 })
      await type(page)
      await page.clock.runFor(2000)
      await isCut.promise
      await isUnsaved(page)
      expect([...(await onServer(id))]).toHaveLength(isReceived ? 1 : 0)
      const later = async () => {
        await page.clock.runFor(1000)
        return inBrowser(page)
      }
      await expect.poll(later).toMatchObject([{ at: world.clock.now() }])
      expect([...(await onServer(id))]).toHaveLength(1)
    })
  })

  describe('where the answer to it was lost and the page loaded anew', () => {
    async function unanswered(member = kim) {
      const opened = await writing(member)
      const { page } = opened
      const loseAnswer = async (route: Route) => {
        await route.fetch()
        await route.abort('connectionreset')
      }
      await page.route('**/drafts', (route) => route.abort())
      await page.route('**/messages', loseAnswer, { times: 1 })
      await type(page)
      await page.locator(member === anna ? '[value="close"]' : '#reply button').click()
      await said(page, 'No connection to the desk.').waitFor()
      await page.reload()
      await kept(page)
      return opened
    }
    const reach = (page: Page) => page.unroute('**/drafts')
    test('leaves the box as soon as the server says that it has it', async () => {
      const { page, at, faults } = await unanswered(anna)
      await reach(page)
      await page.reload()
      await page.waitForURL((url) => url.pathname !== at)
      await page.goto(at)
      await sent(page)
      expect(await box(page).inputValue()).toBe('')
      expect(await page.locator('.message', { hasText: 'And the rest.' }).count()).toBe(1)
      expect(await page.evaluate(() => localStorage.length)).toBe(0)
      expect(faults.filter((fault) => !/Failed to (fetch|load)/.test(fault))).toEqual([])
    })

    test('gives way to something else, which is saved and sent', async () => {
      const { page, id, at } = await unanswered()
      await box(page).fill('Thank you for all of it.')
      await reach(page)
      await button(page, 'Log out').click()
      await said(page, 'You are logged out.').waitFor()
      await signIn(page, world, kim)
      await page.goto(at)
      expect(await box(page).inputValue()).toBe('Thank you for all of it.')
      expect(await messages(id)).toHaveLength(2)
    })

    test('is deleted, and something else is sent', async () => {
      const { page, id } = await unanswered()
      await reach(page)
      await box(page).fill('')
      await box(page).fill('Thank you for all of it.')
      await button(page, 'Send').click()
      await expect.poll(() => box(page).inputValue()).toBe('')
      expect(await messages(id)).toContain('Thank you for all of it.')
    })
  })

  test('is the next message if it is typed while the one before is under way', async () => {
    const { page, id } = await writing(kim)
    const { promise: arrives, resolve: arrive } = Promise.withResolvers<void>()
    await page.route('**/drafts', (route) => route.abort())
    await page.route('**/messages', (route) => arrives.then(() => route.continue()), { times: 1 })
    await box(page).fill('The first.')
    await box(page).press('Control+Enter')
    await page.locator('#reply[aria-busy="true"]').waitFor()
    await box(page).pressSequentially(' And the second.')
    arrive()
    await expect.poll(() => box(page).inputValue()).toBe('And the second.')
    await button(page, 'Send').click()
    await expect.poll(() => box(page).inputValue()).toBe('')
    expect((await messages(id)).slice(-2)).toEqual(['The first.', 'And the second.'])
  })

  test('stays if it is typed while the message before is under way, which is refused', async () => {
    const { page, id } = await writing(anna)
    const { promise: arrives, resolve: arrive } = Promise.withResolvers<void>()
    await page.route('**/messages', (route) => arrives.then(() => route.continue()), { times: 1 })
    await box(page).fill('The first.')
    await box(page).press('Control+Enter')
    await page.locator('#reply[aria-busy="true"]').waitFor()
    await box(page).pressSequentially(' And the second.')
    await bea.api.post(`/tickets/${id}/messages`, { message: 'I answer.' }).expect(201)
    await Promise.all([saved(page), arrive()])
    await said(page, 'A colleague has answered').waitFor()
    expect(await box(page).inputValue()).toBe('The first. And the second.')
    await button(page, 'Send').click()
    await expect.poll(() => box(page).inputValue()).toBe('')
    expect((await messages(id)).at(-1)).toBe('The first. And the second.')
  })

  test('after its draft was sent from another device is saved as something else', async () => {
    const { page, at, id, session } = await writing(kim)
    await Promise.all([saved(page), box(page).fill('Half a thought.')])
    const other = await visit(browser, world, session)
    await live(other.page, () => other.page.goto(at))
    await Promise.all([saved(other.page), box(other.page).fill('Half a thought, and')])
    await button(page, 'Send').click()
    await expect.poll(() => box(page).inputValue()).toBe('')
    await box(other.page).fill('And a postscript.')
    await button(other.page, 'Log out').click()
    await said(other.page, 'You are logged out.').waitFor()
    const drafts = await findDrafts(world.ctx, kim.id, [`ticket-${id}`])
    expect([...drafts.values()].map(({ fields }) => fields)).toEqual([{ message: 'And a postscript.' }])
    expect(await messages(id)).toHaveLength(2)
  })

  test('does not come back if one leaves the page while it is under way', async () => {
    const { page, at } = await writing(kim)
    const { promise: isSent, resolve: noteSent } = Promise.withResolvers<void>()
    const loseAnswer = async (route: Route) => {
      await route.fetch()
      noteSent()
    }
    await page.route('**/messages', loseAnswer, { times: 1 })
    await type(page)
    await box(page).press('Control+Enter')
    await isSent
    await link(page, 'Home').click()
    await page.waitForURL('**/home')
    await page.goBack()
    await page.waitForURL(`**${at}`)
    await sent(page)
    await expect.poll(() => box(page).inputValue()).toBe('')
  })

  test('is saved when one logs out in another tab, which leaves nothing in the browser', async () => {
    const { page, at } = await writing(kim)
    const other = await page.context().newPage()
    await other.goto('/home')
    await type(page)
    await button(other, 'Log out').click()
    await said(other, 'You are logged out.').waitFor()
    expect(await other.evaluate(() => Object.keys(localStorage))).toEqual([])
    await fill(other, { 'Username or email': 'kim', Password: password })
    await button(other, 'Log in').click()
    await other.waitForURL('**/home')
    await other.goto(at)
    await kept(other)
  })

  test('is not sent as another’s who has logged in meanwhile, and is there for its author alone', async () => {
    const { page, at, id } = await writing(kim)
    await Promise.all([saved(page), type(page)])
    await signIn(page, world, anna)
    await button(page, 'Send').click()
    await said(page, 'Another account is logged in now.').waitFor()
    expect(await box(page).inputValue()).toBe(text)
    expect(JSON.stringify((await kim.api.get(`/tickets/${id}/messages`)).body)).not.toContain('Half a thought')
    await page.goto(at)
    expect(await box(page).inputValue()).toBe('')
    await signIn(page, world, kim)
    await page.goto(at)
    await kept(page)
  })

  test('without JavaScript comes back after the login of its author, with a session that ended', async () => {
    const { page, session } = await writing(kim, { javaScript: false })
    await type(page)
    await end(session)
    await button(page, 'Send').click()
    await fill(page, { 'Username or email': 'kim', Password: password })
    await button(page, 'Log in').click()
    await kept(page)
  })

  test('without JavaScript and without a cookie the login page carries it, for its author alone', async () => {
    for (const [who, shown] of [
      [anna, ''],
      [kim, text],
    ] as const) {
      const { page } = await writing(kim, { javaScript: false })
      await type(page)
      await page.context().clearCookies()
      await button(page, 'Send').click()
      await said(page, 'Log in, and what you wrote is there again.').waitFor()
      await fill(page, { 'Username or email': who.username, Password: 'not the right one' })
      await button(page, 'Log in').click()
      await fill(page, { 'Username or email': who.username, Password: password })
      await button(page, 'Log in').click()
      await expect.poll(() => box(page).inputValue()).toBe(shown)
    }
  })

  test('without JavaScript comes back on its page when the form had been refused before', async () => {
    const { page, at } = await writing(kim, { javaScript: false })
    await box(page).evaluate((area) => area.removeAttribute('required'))
    await button(page, 'Send').click()
    await page.getByRole('alert').waitFor()
    expect(new URL(page.url()).pathname).toBe(`${at}/messages`)
    await type(page)
    await page.context().clearCookies()
    await button(page, 'Send').click()
    await fill(page, { 'Username or email': 'kim', Password: password })
    await button(page, 'Log in').click()
    await expect.poll(() => box(page).inputValue()).toBe(text)
    expect(new URL(page.url()).pathname).toBe(at)

    // As from a bookmark.
    await page.goto(`${at}/messages`)
    await link(page, 'Go to the page it belongs to').click()
    expect(new URL(page.url()).pathname).toBe(at)
  })
})

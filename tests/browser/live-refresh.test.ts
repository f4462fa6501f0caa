import { describe, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { live, said, sameDocument, visit } from './visits.ts'

describe('a refresh that comes by itself', async () => {
  const [world, browser] = [await startApp(), await openBrowser()]
  const [kim, anna] = [await join(world, 'kim'), await join(world, 'anna', 'assistant')]
  const answer = (id: number, message: string) => anna.api.post(`/tickets/${id}/messages`, { message }).expect(201)

  test('shows what is unread until it has been read', async () => {
    const id = await ticketOf(world, kim, 'A ticket with news')
    const { page, faults } = await visit(browser, world, kim)
    const row = page.locator(`#ticket-${id}`)
    await live(page, () => page.goto('/home'))
    expect(await row.getByText('Unread').count()).toBe(0)
    const stays = await sameDocument(page)

    await answer(id, 'Here is the news.')
    await row.getByText('Unread:').waitFor({ state: 'attached' })
    expect(await stays()).toBe(true)
    expect((await kim.api.get(`/tickets/${id}`)).body.unread).toBe(true)

    await live(page, () => row.getByRole('link').click())
    await page.locator('#unread').waitFor()
    expect(await page.locator('#unread + .message').textContent()).toContain('Here is the news.')
    expect((await kim.api.get(`/tickets/${id}`)).body.unread).toBe(false)
    await page.getByRole('navigation', { name: 'Main', exact: true }).getByRole('link', { name: 'Home' }).click()
    await row.waitFor()
    expect(await row.getByText('Unread').count()).toBe(0)
    expect(faults).toEqual([])
  })

  test.each(['phone', 'desktop'] as const)(
    'brings a message into sight on a %s, a long one from its beginning',
    async (screen) => {
      const id = await ticketOf(world, kim, 'A ticket that is being read')
      for (let number = 1; number <= 8; number++) await answer(id, 'A line.\n\nA line.\n\nA line.')
      await kim.api.post(`/tickets/${id}/read-mark`).expect(204)
      const { page, faults } = await visit(browser, world, kim, { screen })
      await live(page, () => page.goto(`/tickets/${id}`))
      const topOf = (text: string) =>
        page.locator('.message', { hasText: text }).evaluate((message) => {
          const { top, left } = message.getBoundingClientRect()
          const seen = document.elementFromPoint(left + 9, top + 9)
          return message.contains(seen) ? 'in sight' : `${top} of ${innerHeight}`
        })
      for (const text of ['A short answer', `A long answer${'\n\nand more'.repeat(40)}`]) {
        await answer(id, text)
        await expect.poll(() => topOf(text.slice(0, 12))).toBe('in sight')
      }
      expect(faults).toEqual([])
    },
  )

  test('does not scroll a phone that shows what is below the messages', async () => {
    const id = await ticketOf(world, kim, 'A ticket of which the side is read')
    for (let number = 1; number <= 4; number++) await answer(id, 'A line.\n\nA line.\n\nA line.')
    const { page, faults } = await visit(browser, world, anna, { screen: 'phone' })
    await live(page, () => page.goto(`/tickets/${id}`))
    const endOf = (selector: string) =>
      page.locator(selector).evaluate((element) => element.getBoundingClientRect().bottom)
    await page.evaluate(() => {
      const end = document.getElementById('conversation')?.getBoundingClientRect().bottom ?? 0
      scrollBy({ top: end - 160, behavior: 'instant' })
    })
    expect(await endOf('#conversation')).toBeLessThan(200)
    await answer(id, 'A short answer')
    await page.locator('.message', { hasText: 'A short answer' }).waitFor()
    await page.evaluate(() => new Promise(requestAnimationFrame))
    expect(await endOf('#conversation')).toBeLessThan(400)
    expect(faults).toEqual([])
  })

  test.each([
    [390, 844],
    [740, 360],
  ])(
    'says to whoever reads further up that there is something new below, and leads there: %d × %d',
    async (width, height) => {
      const id = await ticketOf(world, kim, 'A ticket that is read from its beginning')
      for (let number = 1; number <= 8; number++) await answer(id, 'A line.\n\nA line.\n\nA line.')
      await kim.api.post(`/tickets/${id}/read-mark`).expect(204)
      const { page, faults } = await visit(browser, world, kim, { screen: 'phone' })
      await page.setViewportSize({ width, height })
      await live(page, () => page.goto(`/tickets/${id}`))
      await page.evaluate(() => scrollTo({ top: 0, behavior: 'instant' }))
      const below = page.getByRole('button', { name: 'New messages below' })
      await answer(id, 'The news.')
      await below.click()
      await below.waitFor({ state: 'detached' })
      await expect
        .poll(() =>
          page.getByText('The news.').evaluate((news) => {
            const { left, bottom } = news.getBoundingClientRect()
            return news.contains(document.elementFromPoint(left + 5, bottom - 5))
          }),
        )
        .toBe(true)
      expect(faults).toEqual([])
    },
  )

  test('takes what somebody wrote as one, however many parts it has', async () => {
    const id = await ticketOf(world, kim, 'A ticket with a long list')
    const { page, faults } = await visit(browser, world, anna)
    await live(page, () => page.goto(`/tickets/${id}`))
    const compared = await page.evaluateHandle(() => {
      const parts: string[] = []
      document.addEventListener('turbo:before-morph-element', ({ target }) => {
        const part = target as Element
        if (part.parentElement?.closest('.prose')) parts.push(part.outerHTML)
      })
      return parts
    })
    const shown = (text: string) => page.locator('.message li', { hasText: text }).first().waitFor()
    await kim.api.patch(`/tickets/${id}`, { message: `- a first item${'\n- an item'.repeat(9)}` }).expect(200)
    await shown('a first item')
    await kim.api.patch(`/tickets/${id}`, { message: `- another first item${'\n- an item'.repeat(9)}` }).expect(200)
    await shown('another first item')
    await answer(id, '- of an answer\n- of an answer')
    await shown('of an answer')
    expect(await compared.jsonValue()).toEqual([])
    expect(faults).toEqual([])
  })

  test('is heard: how many messages came in, and what was done with the ticket', async () => {
    const id = await ticketOf(world, kim, 'A ticket that is listened to')
    const { page, faults } = await visit(browser, world, kim)
    await live(page, () => page.goto(`/tickets/${id}`))
    const heard = (text: string) => page.getByRole('status').filter({ hasText: text }).waitFor({ state: 'attached' })
    await answer(id, 'Listen to this.')
    await heard('1 new message.')
    await anna.api.post(`/tickets/${id}/closure`).expect(200)
    await heard('anna (#2) closed this ticket.')
    expect(faults).toEqual([])
  })

  test('shows what has happened where one goes back to, and before the stream was open', async () => {
    const id = await ticketOf(world, kim, 'A ticket that one comes back to')
    const { page, faults } = await visit(browser, world, kim)
    await answer(id, 'Before the page')
    await page.goto('/home')
    await page.locator(`#ticket-${id}`).getByText('Unread:').waitFor({ state: 'attached' })
    await live(page, () => page.locator(`#ticket-${id}`).getByRole('link').click())
    await page.goBack()
    await page.locator(`#ticket-${id}`).getByText('Unread:').waitFor({ state: 'detached' })

    let open = () => {}
    const held = new Promise<void>((resolve) => {
      open = resolve
    })
    await page.route('**/live?*', async (route) => {
      await held
      await route.continue()
    })
    await page.addInitScript(() => {
      const now = performance.now.bind(performance)
      performance.now = () => now() + 2000
    })
    await page.goto(`/tickets/${id}`)
    await answer(id, 'While the page was loaded')
    open()
    await said(page, 'While the page was loaded').waitFor()
    expect(faults).toEqual([])
  })

  test('leaves half-typed text, the caret and what is folded open as they are', async () => {
    const id = await ticketOf(world, kim, 'A ticket that others answer')
    const bea = await join(world, 'bea', 'assistant')
    const { page, faults } = await visit(browser, world, bea)
    await live(page, () => page.goto(`/tickets/${id}`))
    const box = page.getByLabel('Your message')
    await box.fill('Half a sentence that')
    await box.evaluate((area: HTMLTextAreaElement) => area.setSelectionRange(5, 9))
    const folded = page.locator('details#work')
    await folded.evaluate((details: HTMLDetailsElement) => {
      details.open = true
    })
    const stays = await sameDocument(page)

    await answer(id, 'An answer in the middle of your sentence')
    await said(page, 'An answer in the middle').waitFor()
    const [value, start, end, focused] = await box.evaluate((area: HTMLTextAreaElement) => [
      area.value,
      area.selectionStart,
      area.selectionEnd,
      document.activeElement === area,
    ])
    expect({ value, start, end, focused }).toEqual({ value: 'Half a sentence that', start: 5, end: 9, focused: true })
    expect(await folded.evaluate((details: HTMLDetailsElement) => details.open)).toBe(true)
    expect(await stays()).toBe(true)

    await page.getByRole('button', { name: 'Send', exact: true }).click()
    await page.locator('.message--mine').filter({ hasText: 'Half a sentence that' }).waitFor()
    expect(await box.inputValue()).toBe('')
    expect(faults).toEqual([])
  })

  test('keeps chosen options', async () => {
    const id = await ticketOf(world, kim, 'A ticket to be handed over')
    const { page, faults } = await visit(browser, world, anna)
    await live(page, () => page.goto(`/tickets/${id}`))
    await page.locator('details#work > summary').click()
    const colleague = page.getByLabel('Hand over to')
    await colleague.selectOption('anna (you)')

    await kim.api.post(`/tickets/${id}/messages`, { message: 'One thing more' }).expect(201)
    await said(page, 'One thing more').waitFor()
    expect(await colleague.locator('option:checked').textContent()).toBe('anna (you)')
    expect(faults).toEqual([])
  })

  test('leaves a filter as it was chosen, which goes with what was searched for meanwhile', async () => {
    await ticketOf(world, kim, 'A lost umbrella')
    const { page, faults } = await visit(browser, world, anna)
    await page.goto('/tickets')
    await page.locator('#filter-box > summary').click()
    await page.locator('#waiting_on').selectOption('staff')
    await page.getByRole('searchbox').fill('umbrella')
    await page.waitForURL('**/tickets?q=umbrella')
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.waitForURL((url) => url.searchParams.has('waiting_on'))
    const { q, waiting_on } = Object.fromEntries(new URL(page.url()).searchParams)
    expect({ q, waiting_on }).toEqual({ q: 'umbrella', waiting_on: 'staff' })
    expect(faults).toEqual([])
  })

  test('leads to the login page when the session has ended elsewhere', async () => {
    const lee = await join(world, 'lee')
    const { page, faults } = await visit(browser, world, lee)
    await live(page, () => page.goto('/home'))
    await lee.api.delete('/sessions/current').expect(204)
    await page.waitForURL('**/login?next=%2Fhome')
    expect(faults).toEqual([])
  })

  test('comes while signals follow each other closely, and not once for each', async () => {
    const { page, faults } = await visit(browser, world, anna)
    await page.clock.install()
    await page.addInitScript(() => {
      window.EventSource = class extends EventTarget {
        static CLOSED = 2
        readyState = 1
        constructor() {
          super()
          Object.assign(window, { signal: () => this.dispatchEvent(new Event('refresh')) })
        }
        close() {}
      } as unknown as typeof EventSource
    })
    await page.goto('/home')
    let refreshes = 0
    page.on('request', (request) => {
      refreshes += Number(request.resourceType() === 'fetch')
    })
    const answered = page.waitForResponse((response) => response.request().resourceType() === 'fetch')
    for (let count = 0; count < 20; count++) {
      await page.evaluate(() => (window as unknown as { signal(): void }).signal())
      await page.clock.runFor(100)
    }
    await answered
    expect(refreshes).toBeGreaterThanOrEqual(1)
    expect(refreshes).toBeLessThanOrEqual(14)
    expect(faults).toEqual([])
  })

  test('comes a little later where the desk was too busy, although nothing more happens', async () => {
    const id = await ticketOf(world, kim, 'A ticket at a busy desk')
    const { page } = await visit(browser, world, kim)
    await page.clock.install()
    await live(page, () => page.goto(`/tickets/${id}`))
    const busy = page.waitForResponse((response) => response.status() === 503)
    await page.route(`**/tickets/${id}`, (route) => route.fulfill({ status: 503 }), { times: 1 })
    await answer(id, 'Here is the news.')
    await busy
    expect(await said(page, 'Here is the news.').count()).toBe(0)
    const later = async () => {
      await page.clock.runFor(1000)
      return said(page, 'Here is the news.').count()
    }
    await expect.poll(later).toBe(1)
  })

  test('is not needed for ages, which are said in whole words while the page stays open', async () => {
    const id = await ticketOf(world, kim, 'A ticket that grows old')
    const { page, faults } = await visit(browser, world, anna)
    const ages: Record<string, string> = {
      [`/tickets/${id}`]: '.message time',
      '/tickets?queue=unclaimed': `#ticket-${id} time`,
      '/tickets': `#ticket-${id} time`,
    }
    await page.clock.install()
    // A stream that connects late makes the page refresh.
    await page.addInitScript(() => {
      window.EventSource = class extends EventTarget {
        static CLOSED = 2
        close() {}
      } as unknown as typeof EventSource
    })
    const read: (string | null)[] = []
    for (const [address, place] of Object.entries(ages)) {
      await page.goto(address)
      const time = page.locator(place).first()
      read.push(await time.textContent())
      await page.clock.setSystemTime(Date.parse((await time.getAttribute('datetime')) ?? '') + 125_000)
      await page.clock.runFor(60_000)
      read.push(await time.textContent())
    }
    const ago = ['just now', '3 minutes ago']
    expect(read).toEqual([...ago, 'just now', 'waits 3 minutes', 'just now', '3 minutes'])
    expect(faults).toEqual([])
  })

  test('comes once when somebody returns to a page, however soon its stream is open', async () => {
    const { page, faults } = await visit(browser, world, kim)
    await page.clock.install()
    await page.addInitScript(() => {
      const ours = Object.assign(window, { looks: 0, openStream: () => {} })
      const look = window.fetch
      window.fetch = (...of) => {
        ours.looks += 1
        return look(...of)
      }
      window.EventSource = class extends EventTarget {
        static CLOSED = 2
        close() {}
        override addEventListener(...of: Parameters<EventTarget['addEventListener']>) {
          super.addEventListener(...of)
          ours.openStream = () => void this.dispatchEvent(new Event('open'))
        }
      } as unknown as typeof EventSource
    })
    await page.goto('/profile')
    await page.evaluate('openStream()')
    await page.clock.runFor(60_000)
    const before = await page.evaluate<number>('looks')
    for (const hidden of [true, false])
      await page.evaluate((hidden) => {
        Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
      }, hidden)
    await page.clock.runFor(10)
    await page.evaluate('openStream()')
    await page.clock.runFor(1000)
    expect((await page.evaluate<number>('looks')) - before).toBe(1)
    expect(faults).toEqual([])
  })

  test('Back leads to the link that was followed, with the focus on it, in a list of tickets and elsewhere', async () => {
    await ticketOf(world, kim, 'A ticket to come back from')
    const { page, faults } = await visit(browser, world, anna)
    for (const [list, name] of [
      ['/tickets?queue=unclaimed', /A ticket to come back from/],
      [`/accounts/${kim.id}`, 'Open one for them'],
    ] as const) {
      await page.goto(list)
      const link = page.getByRole('main').getByRole('link', { name }).first()
      const href = await link.getAttribute('href')
      await link.click()
      await page.waitForURL(`**${href}`)
      await page.goBack()
      await page.waitForFunction((href) => document.activeElement?.getAttribute('href') === href, href)
    }
    expect(faults).toEqual([])
  })
})

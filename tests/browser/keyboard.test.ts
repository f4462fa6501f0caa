import { describe, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { join, password, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { focused, tabTo, type } from './keys.ts'
import { live, said, visit } from './visits.ts'

describe('with the keyboard alone', async () => {
  const [world, browser] = [await startApp(), await openBrowser()]
  const kim = await join(world, 'kim')
  const [anna, bea] = [await join(world, 'anna', 'assistant'), await join(world, 'bea', 'assistant')]
  const titles = ['The first question', 'The second question', 'The third question']
  const ids: number[] = []
  for (const title of titles) ids.push(await ticketOf(world, kim, title))

  test('a customer logs in and opens a ticket; every stop of Tab shows where it is', async () => {
    const { page, faults } = await visit(browser, world)
    await page.goto('/')
    await tabTo(page, 'Log in')
    await type(page, 'Enter')
    await page.waitForURL('**/login')
    await page.getByLabel('Username or email').waitFor()
    if ((await focused(page)) !== 'Username or email') await tabTo(page, 'Username or email')
    await page.keyboard.type('kim')
    await tabTo(page, 'Password')
    await page.keyboard.type(password)
    await type(page, 'Enter')
    await page.waitForURL('**/home')
    await page.getByRole('heading', { name: 'Hello, kim' }).waitFor()

    await tabTo(page, 'Skip to the content')
    await type(page, 'Enter')
    await page.waitForFunction(() => document.activeElement?.id === 'main')
    await tabTo(page, 'Open a ticket')
    await type(page, 'Enter')
    await page.waitForURL('**/tickets/new')
    if ((await focused(page)) !== 'What is it about?') await tabTo(page, 'What is it about?')
    await page.keyboard.type('A keyboard question')
    await tabTo(page, 'Your message')
    await page.keyboard.type('Does it work without a mouse?')
    await type(page, 'Control+Enter')
    await said(page, 'Your ticket is open.').waitFor()
    expect(faults).toEqual([])
  })

  test('searches from any page by / and, while typing, by Ctrl+K', async () => {
    const { page, faults } = await visit(browser, world, anna)
    await page.goto('/home')
    await type(page, '/')
    await page.keyboard.type('third')
    await type(page, 'Enter')
    await page.waitForURL('**/tickets?q=third')
    await page.locator('.ticket__link').getByText('The third question').click()
    await page.locator('#reply textarea').focus()
    await type(page, 'Control+k')
    expect(await focused(page)).toBe('Search tickets')
    // A Russian keyboard has other letters on the same keys.
    for (const init of [
      { key: 'к', code: 'KeyR' },
      { key: 'л', code: 'KeyK', ctrlKey: true },
    ]) {
      const press = (init: object) =>
        document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }))
      await page.evaluate(press, init)
      expect(await focused(page)).toBe(init.ctrlKey ? 'Search tickets' : 'Your message')
    }
    expect(faults).toEqual([])
  })

  test('goes on at the content where an action is refused', async () => {
    const id = await ticketOf(world, kim, 'A question for two')
    const { page } = await visit(browser, world, anna)
    await page.route('**/live?*', (route) => route.abort())
    await page.goto(`/tickets/${id}`)
    await bea.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
    await page.locator('#action-claim').focus()
    await type(page, 'Enter')
    await said(page, 'has claimed this ticket in the meantime.').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('main')
  })

  test('an assistant goes through the list by j and k, opens, claims and answers', async () => {
    const { page, faults } = await visit(browser, world, anna)
    await live(page, () => page.goto('/tickets?queue=unclaimed'))
    const walk = []
    for (const key of ['j', 'j', 'j', 'k']) {
      await type(page, key)
      walk.push(await focused(page))
    }
    const [first, second, third] = titles.map((title) => expect.stringContaining(title))
    expect(walk).toEqual([first, second, third, second])
    await live(page, () => type(page, 'Enter'))
    await page.getByRole('heading', { level: 1, name: titles[1] as string }).waitFor()

    await type(page, 'c')
    await said(page, 'The ticket is yours.').waitFor()
    await type(page, 'r')
    expect(await focused(page)).toBe('Your message')
    await page.keyboard.type('Just a jolly kick, correct? /r c')
    expect(await page.getByLabel('Your message').inputValue()).toBe('Just a jolly kick, correct? /r c')
    expect(await page.locator('dialog').count()).toBe(0)
    await type(page, 'Control+Enter')
    await page.locator('.message--mine').getByText('Just a jolly kick').waitFor()
    expect(await page.locator('.message--mine').count()).toBe(1)
    expect(faults).toEqual([])
  })

  test('? explains the keys, lets them be switched off, and gives the focus back', async () => {
    const { page, faults } = await visit(browser, world, anna)
    await live(page, () => page.goto('/tickets?queue=open'))
    await type(page, 'j', '?')
    const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await help.waitFor()
    await type(page, 'Escape')
    await help.waitFor({ state: 'detached' })
    expect(await focused(page)).toContain(titles[0])
    await type(page, '?')
    await help.getByRole('checkbox').press('Space')
    await type(page, 'Escape')
    const before = await focused(page)
    await type(page, 'j')
    expect(await focused(page)).toBe(before)
    await type(page, '?')
    await help.waitFor()
    expect(faults).toEqual([])
  })

  test('! offers the commands, in the last line; arrows choose, Enter takes, Escape leaves', async () => {
    const { page, faults } = await visit(browser, world, anna)
    const id = ids[2] as number
    await live(page, () => page.goto(`/tickets/${id}`))
    const box = page.getByLabel('Your message')
    const offered = page.getByRole('listbox', { name: 'Commands' })
    const chosen = () => offered.locator('[aria-selected="true"] b').textContent()
    await type(page, 'r', '!')
    await offered.waitFor()
    expect(await offered.getByRole('option').count()).toBe(3)
    const walk = [await chosen()]
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp']) {
      await type(page, key)
      walk.push(await chosen())
    }
    expect(walk).toEqual(['!close', '!open', '!claim', '!close', '!claim'])
    const active = await box.getAttribute('aria-activedescendant')
    expect(await page.locator(`#${active}`).textContent()).toContain('!claim')

    await type(page, 'Escape')
    expect(await offered.isVisible()).toBe(false)
    await page.keyboard.type('cl')
    await type(page, 'ArrowDown', 'Enter')
    expect(await box.inputValue()).toBe('!claim')
    await type(page, 'Control+Enter')
    await said(page, `anna (#${anna.id}) claimed this ticket.`).waitFor()
    expect((await anna.api.get(`/tickets/${id}`)).body.assistant.id).toBe(anna.id)

    await box.pressSequentially('Found !cl\n!cl')
    await type(page, 'Enter')
    expect(await box.inputValue()).toBe('Found !cl\n!close')
    await type(page, 'Control+Enter')
    await said(page, 'The ticket is closed.').waitFor()
    expect(faults).toEqual([])
  })

  test('what is done in the middle of a page leaves the page, and the focus, where they are', async () => {
    for (let count = 0; count < 14; count++) await ticketOf(world, kim, `One of many questions, ${count}`)
    const { page, faults } = await visit(browser, world, bea)
    await page.goto('/notifications')
    const row = page.locator('.notifications__row').last()
    await row.getByRole('button').focus()
    const place = await page.evaluate(() => scrollY)
    expect(place).toBeGreaterThan(0)
    await type(page, 'Enter')
    await row.getByRole('button', { name: /^Mark as unread/ }).waitFor()
    await expect.poll(() => focused(page)).toMatch(/^Mark as unread/)
    expect(await page.evaluate(() => scrollY)).toBe(place)

    // While it saves, the button says so.
    await page.goto('/profile')
    await page.getByRole('button', { name: 'Save name and picture' }).focus()
    await type(page, 'Enter')
    await page.getByRole('status').getByText('Saved').waitFor()
    await expect.poll(() => focused(page)).toBe('Save name and picture')
    expect(faults).toEqual([])
  })

  test('@ offers colleagues by username and name, at the caret and at the hand-over', async () => {
    await join(world, 'ben', 'assistant')
    const mia = await join(world, 'mia', 'assistant')
    await mia.api.patch('/me', { display_name: 'léa Béranger' }).expect(200)
    const { page, faults } = await visit(browser, world, anna)
    await live(page, () => page.goto(`/tickets/${ids[2]}`))
    const box = page.getByLabel('Your message')
    const offered = page.getByRole('listbox', { name: 'Colleagues' })
    const names = () => offered.locator('b').filter({ visible: true }).allTextContents()
    await type(page, 'r')
    await page.keyboard.type('me@x and  too')
    expect(await offered.isVisible()).toBe(false)
    for (let step = 0; step < 4; step++) await type(page, 'ArrowLeft')
    await page.keyboard.type('@be')
    expect(await names()).toEqual(['@bea', '@ben', '@mia'])
    await page.keyboard.type('n')
    await page.keyboard.type('x')
    expect(await offered.isVisible()).toBe(false)
    await type(page, 'Backspace', 'Backspace', 'ArrowDown', 'Tab')
    expect(await box.inputValue()).toBe('me@x and @ben too')
    await page.keyboard.type('!')
    expect(await box.inputValue()).toBe('me@x and @ben! too')
    await page.keyboard.type(' @lea')
    expect(await names()).toEqual(['@mia'])
    await type(page, 'Escape', 'Enter')
    expect(await box.inputValue()).toBe('me@x and @ben! @lea\n too')

    await page.locator('#work > summary').press('Enter')
    const note = page.getByLabel('What your colleague should know')
    await note.pressSequentially('Ask @mi')
    expect(await note.getAttribute('aria-activedescendant')).toBe(`colleague-${mia.id}`)
    await type(page, 'Enter')
    expect(await note.inputValue()).toBe('Ask @mia ')
    expect(faults).toEqual([])
  })
})

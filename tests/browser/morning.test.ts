import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { button, visit } from './visits.ts'

// What an assistant does all morning: claim, answer, close, next. Typing is not counted.
describe('a morning of tickets', async () => {
  const [world, browser] = [await startApp(), await openBrowser()]
  const kim = await join(world, 'kim')

  const fill = async () => {
    const ids: number[] = []
    for (let n = 0; n < 4; n++) ids.push(await ticketOf(world, kim, `Question ${n} of the morning`))
    return ids
  }
  /** Waits for the ticket's page, with the focus in its reply box. */
  const standsOn = (page: Page, id: number) =>
    page.waitForFunction(
      (path) => location.pathname === path && document.activeElement?.id === 'message',
      `/tickets/${id}`,
    )
  const closedBy = async (ids: number[], username: string) => {
    const rows = await world.ctx.db
      .selectFrom('tickets')
      .innerJoin('accounts', 'accounts.id', 'tickets.assistant_id')
      .select(['tickets.id'])
      .where('accounts.username', '=', username)
      .where('closed_at', 'is not', null)
      .execute()
    return ids.every((id) => rows.some((row) => row.id === id))
  }

  test('takes three keys to begin and one for each ticket', async () => {
    const ids = await fill()
    const anna = await join(world, 'anna', 'assistant')
    const { page, faults } = await visit(browser, world, anna)
    await page.goto('/tickets?queue=unclaimed')
    let presses = 0
    const press = async (key: string) => {
      presses += 1
      await page.keyboard.press(key)
    }
    await press('j')
    await press('Enter')
    await page.waitForURL(`**/tickets/${ids[0]}`)
    await page.locator('#reply').waitFor()
    await press('r')
    for (const id of ids) {
      await standsOn(page, id)
      await page.keyboard.type('Yes, on Monday.')
      await press('Control+Shift+Enter')
    }
    await page.waitForURL('**/tickets?queue=unclaimed')
    expect(presses).toBe(ids.length + 3)
    expect(await closedBy(ids, 'anna')).toBe(true)
    expect(faults).toEqual([])
  })

  test('takes two clicks to begin and one for each ticket; j moves on from a ticket without a change', async () => {
    const ids = await fill()
    const ben = await join(world, 'ben', 'assistant')
    const { page, faults } = await visit(browser, world, ben)
    await page.goto('/tickets?queue=unclaimed')
    await page.locator(`#ticket-${ids[0]} a`).first().click()
    await page.waitForURL(`**/tickets/${ids[0]}`)
    await page.locator('#reply').waitFor()
    await page.keyboard.press('j')
    await page.waitForURL(`**/tickets/${ids[1]}`)
    await page.getByLabel('Your message').click()
    for (const id of ids.slice(1)) {
      await standsOn(page, id)
      await page.keyboard.type('Yes, on Tuesday.')
      await button(page, 'Send and close').click()
    }
    await standsOn(page, ids[0] as number)
    expect(await closedBy(ids.slice(1), 'ben')).toBe(true)
    expect(faults).toEqual([])
  })
})

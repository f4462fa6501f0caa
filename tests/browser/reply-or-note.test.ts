import { describe, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { type } from './keys.ts'
import { button, live, said, visit } from './visits.ts'

describe('what an assistant writes about a customer', async () => {
  const [world, browser] = [await startApp(), await openBrowser()]
  const [kim, anna] = [await join(world, 'kim'), await join(world, 'anna', 'assistant')]
  await join(world, 'priya', 'assistant')
  const remark = '@priya this customer never pays'
  const seenByKim = async (id: number) => JSON.stringify((await kim.api.get(`/tickets/${id}/messages`)).body)

  test.each(['desktop', 'phone'] as const)(
    'and sends in a hurry does not reach the customer unasked: %s',
    async (screen) => {
      const id = await ticketOf(world, kim, 'I have a question')
      const { page, faults } = await visit(browser, world, anna, { screen })
      await live(page, () => page.goto(`/tickets/${id}`))
      const box = page.getByLabel('Your message')
      await box.fill(remark)
      await type(page, 'Control+Enter')
      const question = page.getByRole('alert').filter({ hasText: 'This names @priya' })
      await question.waitFor()
      expect(await box.inputValue()).toBe(remark)
      await box.press('Control+Enter')
      await question.waitFor()
      expect(await seenByKim(id)).not.toContain('never pays')
      await button(page, 'Save as a note').click()
      await page.locator('.message--note').getByText('never pays').waitFor()
      expect(await seenByKim(id)).not.toContain('never pays')
      expect(faults).toEqual([])
    },
  )

  test('is chosen by n and r, tinted, and sent by Ctrl+Enter as what it is', async () => {
    const id = await ticketOf(world, kim, 'I have a question')
    const { page, faults } = await visit(browser, world, anna)
    await live(page, () => page.goto(`/tickets/${id}`))
    const colour = () => page.getByLabel('Your message').evaluate((box) => getComputedStyle(box).backgroundColor)
    const plain = await colour()
    const hint = page.getByText('Note for your colleagues')
    const heard = (text: string) => page.getByRole('status').filter({ hasText: text }).waitFor({ state: 'attached' })
    expect(await hint.isVisible()).toBe(false)
    await type(page, 'n')
    await hint.waitFor()
    await page.keyboard.type(remark)
    await hint.waitFor({ state: 'hidden' })
    await button(page, 'Save note').waitFor()
    expect(await colour()).not.toBe(plain)
    await type(page, 'Control+Enter')
    await page.locator('.message--note').getByText('never pays').waitFor()
    await heard('Your note is saved.')
    await page.locator('#main').focus()
    await type(page, 'r')
    await page.keyboard.type('Good evening!')
    await button(page, 'Send').waitFor()
    await type(page, 'Control+Enter')
    await said(page, 'Good evening!').waitFor()
    await heard('Your message is sent.')
    await page.getByLabel('Your message').fill('!close')
    await type(page, 'Control+Enter')
    await heard(`anna (#${anna.id}) closed this ticket.`)
    expect(await seenByKim(id)).toContain('Good evening!')
    expect(await seenByKim(id)).not.toContain('never pays')
    expect(faults).toEqual([])
  })

  test('is chosen without JavaScript too', async () => {
    const id = await ticketOf(world, kim, 'I have a question')
    const { page, faults } = await visit(browser, world, anna, { javaScript: false, screen: 'phone' })
    await page.goto(`/tickets/${id}`)
    await page.getByRole('radio', { name: 'Note' }).check()
    await page.getByLabel('Your message').fill(remark)
    await button(page, 'Save note').click()
    await page.locator('.message--note').getByText('never pays').waitFor()
    await page.getByLabel('Your message').fill(remark)
    await button(page, 'Send').click()
    await button(page, 'Send to the customer').click()
    await page.locator('.message--staff').getByText('never pays').waitFor()
    expect(faults).toEqual([])
  })
})

import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { button, fill, link, live, said, sameDocument, visit } from '../../browser/visits.ts'
import { openBrowser } from '../../support/browser.ts'
import { messagesOf, startTalk, write } from '../people.ts'

const box = (page: Page) => page.getByLabel('Your message')
const send = async (page: Page, text: string) => {
  await box(page).fill(text)
  await button(page, 'Send').click()
  await said(page, text).waitFor()
}

describe('two people', async () => {
  const [{ world, kim, lea, max, anna }, browser] = [await startTalk(), await openBrowser()]

  test('talk live; what cannot be sent stays, one blocks the other, and staff settle a report', async () => {
    const [kims, leas] = [await visit(browser, world, kim), await visit(browser, world, lea, { screen: 'phone' })]
    const [near, far] = [kims.page, leas.page]
    await near.goto('/people/lea')
    await link(near, 'Message').click()
    await near.getByRole('heading', { name: 'lea' }).waitFor()
    await send(near, 'Are you coming on Friday?')
    await said(near, 'Not read yet').waitFor()
    await live(near, () => near.reload())

    await far.goto('/home')
    await far
      .getByRole('navigation', { name: 'at the bottom' })
      .getByRole('link', { name: /^Messages\s+1/ })
      .click()
    await live(far, () => link(far, 'kim').click())
    await said(far, 'Are you coming on Friday?').waitFor()
    // Her page is never reloaded: it shows live that he has read, and what he writes.
    const same = await sameDocument(near)
    await near.getByText('Read', { exact: true }).waitFor()
    await box(near).fill('Half a thou')
    await box(far).fill('Yes, gladly.')
    await box(far).press('Control+Enter')
    await said(near, 'Yes, gladly.').waitFor()
    expect([await same(), await box(near).inputValue()]).toEqual([true, 'Half a thou'])

    await near.context().setOffline(true)
    await box(near).fill('Half a thought')
    await button(near, 'Send').click()
    await said(near, 'No connection to the desk. What you typed is still here').waitFor()
    expect(await box(near).inputValue()).toBe('Half a thought')
    await near.context().setOffline(false)
    await button(near, 'Send').click()
    await said(far, 'Half a thought').waitFor()
    expect(await far.getByText('Half a thought').count()).toBe(1)
    expect(leas.faults).toEqual([])

    await button(far, 'Block').click()
    await said(far, 'You will get no more messages from this person.').waitFor()
    await said(near, 'lea does not take messages from you.').waitFor()
    await link(far, 'Report to staff').click()
    await fill(far, { 'What is wrong?': 'He does not stop.' })
    await button(far, 'Report to staff').click()
    await said(far, 'Your report is with the staff.').waitFor()

    const { page: desk, faults } = await visit(browser, world, anna)
    await desk.goto('/home')
    await link(desk, 'He does not stop.').click()
    await link(desk, 'Read the conversation').click()
    await said(desk, 'Half a thought').waitFor()
    await desk.goBack()
    await fill(desk, { Decision: 'They were both heard.' })
    await button(desk, 'Settle').click()
    await said(desk, 'is settled.').waitFor()
    expect(faults).toEqual([])
  })

  test('somebody who starts a conversation sees that the other has written first, and answers', async () => {
    const { page, faults } = await visit(browser, world, max)
    await live(page, () => page.goto('/conversations/new?to=lea'))
    const same = await sameDocument(page)
    await box(page).fill('Half a thought')
    const id = await write(lea, max, 'I was first')
    await said(page, 'I was first').waitFor()
    expect(await page.getByText('You are logged out.').count()).toBe(0)
    expect([await same(), new URL(page.url()).pathname]).toEqual([true, `/conversations/${id}`])
    expect(await box(page).inputValue()).toBe('Half a thought')
    await send(page, 'Half a thought that ends')
    expect((await messagesOf(lea, id)).map(({ body }) => body)).toEqual(['I was first', 'Half a thought that ends'])
    expect(faults).toEqual([])
  })

  test('write, read and block without JavaScript too', async () => {
    const { page, faults } = await visit(browser, world, kim, { javaScript: false, screen: 'phone' })
    await page.goto('/conversations')
    await fill(page, { Username: 'nobody' })
    await button(page, 'Find').click()
    await said(page, 'There is nobody with that name you can write to.').waitFor()
    await fill(page, { Username: '@max' })
    await button(page, 'Find').click()
    await button(page, 'Send').click()
    await fill(page, { 'Your message': 'Hello max' })
    await button(page, 'Send').click()
    await said(page, 'Not read yet').waitFor()
    await button(page, 'Block').click()
    await said(page, 'You have blocked max.').waitFor()
    await button(page, 'Unblock').click()
    await box(page).waitFor()
    expect(faults).toEqual([])
  })
})

import { describe, expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { join, password, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { addDeadJob } from './admin-situations.ts'
import { tabTo, type } from './keys.ts'
import { button, fill, link, said, visit } from './visits.ts'

describe('the work of the desk', async () => {
  const [world, browser] = [await startApp(), await openBrowser()]
  const [kim, anna, ben] = [
    await join(world, 'kim'),
    await join(world, 'anna', 'assistant'),
    await join(world, 'ben', 'assistant'),
  ]
  const helen = await join(world, 'helen', 'admin')
  const noScript = { javaScript: false, screen: 'phone' } as const

  test('without JavaScript: a note, a priority, tags and a hand-over, of which the colleague hears', async () => {
    const id = await ticketOf(world, kim, 'A lost umbrella')
    const [annas, bens] = [await visit(browser, world, anna, noScript), await visit(browser, world, ben, noScript)]
    const [desk, colleague] = [annas.page, bens.page]
    await desk.goto(`/tickets/${id}`)
    await fill(desk, { 'Your message': 'Ask the cleaners first.' })
    await desk.getByRole('radio', { name: 'Note' }).check()
    await button(desk, 'Save note').click()
    await said(desk, 'Ask the cleaners first.').waitFor()
    const work = desk.locator('#work > summary')
    await work.click()
    await desk.getByLabel('Priority').selectOption('high')
    await button(desk, 'Set the priority').click()
    await said(desk, 'The priority is changed.').waitFor()
    await work.click()
    await fill(desk, { Tags: 'lost property, room 2' })
    await button(desk, 'Save the tags').click()
    await said(desk, 'The tags are saved.').waitFor()
    expect(await work.textContent()).toMatch(/High.*lost property.*room 2/s)
    await work.click()
    await desk.getByLabel('Hand over to').selectOption({ label: 'ben' })
    await fill(desk, { 'What they should know': 'You know the cleaners.' })
    await button(desk, 'Hand over').click()
    await said(desk, 'Handed over.').waitFor()

    await colleague.goto('/home')
    await colleague.getByRole('link', { name: 'Notifications' }).click()
    await colleague.getByRole('link', { name: 'anna handed you the ticket' }).click()
    await said(colleague, 'You know the cleaners.').waitFor()
    await colleague.getByText('History', { exact: true }).click()
    await link(colleague, 'What was recorded about this ticket').click()
    await said(colleague, 'changed the priority of the ticket').waitFor()
    expect([...annas.faults, ...bens.faults]).toEqual([])
  })

  test('without JavaScript: an admin finds an account, suspends it and lets it in again', async () => {
    const lea = await join(world, 'lea')
    const { page, faults } = await visit(browser, world, helen, noScript)
    await page.goto('/admin')
    await link(page, 'Find an account').click()
    await page.getByRole('searchbox').fill('lea')
    await button(page, 'Search').click()
    await link(page, 'lea').click()
    await page.getByRole('link', { name: 'Suspend lea' }).click()
    await fill(page, { Reason: 'A test of suspending' })
    await button(page, 'Suspend this account').click()
    await said(page, 'The account is suspended and logged out everywhere.').waitFor()
    await lea.api.get('/me').expect(401)
    await world.api().post('/api/v1/sessions').send({ login: 'lea', password }).expect(403)
    await link(page, 'Failed logins').click()
    await said(page, 'Account suspended').last().waitFor()
    await page.getByRole('link', { name: 'Account #' }).first().click()
    await button(page, 'Reinstate').click()
    await said(page, 'The account can log in again.').waitFor()
    await world.api().post('/api/v1/sessions').send({ login: 'lea', password }).expect(201)
    expect(faults).toEqual([])
  })

  test('without JavaScript: an admin discards one dead job, and then the others', async () => {
    for (let count = 0; count < 3; count++) await addDeadJob(world, 'connect ECONNREFUSED')
    const { page, faults } = await visit(browser, world, helen, noScript)
    await page.goto('/admin/jobs')
    await page.getByRole('link', { name: 'Notification mail #' }).first().click()
    await said(page, 'connect ECONNREFUSED').waitFor()
    await link(page, 'Back to the jobs').click()
    await page.getByRole('link', { name: 'Notification mail #' }).first().click()
    await button(page, 'Discard this job').click()
    await said(page, 'The job is discarded.').waitFor()
    await link(page, 'Discard all …').click()
    await button(page, 'Discard all 2 dead jobs').click()
    await said(page, '2 jobs are discarded.').waitFor()
    await said(page, 'No job has been given up.').waitFor()
    expect(faults).toEqual([])
  })

  test('without JavaScript: an admin changes the settings, and what is wrong stays to be mended', async () => {
    const { page, faults } = await visit(browser, world, helen, noScript)
    await page.goto('/admin/settings')
    await fill(page, { Name: 'The Studio', 'A login lasts': 'ten' })
    await button(page, 'Save the settings').click()
    await page.getByRole('alert').waitFor()
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('The Studio')
    await fill(page, { 'A login lasts': '10' })
    await button(page, 'Save the settings').click()
    await said(page, 'The settings are saved and in force.').waitFor()
    expect(await page.title()).toBe('Settings · The Studio')
    await link(page, 'Audit log').click()
    await said(page, 'changed the settings').last().waitFor()
    expect(faults).toEqual([])
  })

  test('without JavaScript: the audit log’s filters are folded on a phone, and open on a wide screen', async () => {
    const { page, faults } = await visit(browser, world, helen, noScript)
    await page.goto('/admin/audit')
    const [about, folded] = [page.getByRole('combobox', { name: 'About' }), page.locator('#filter-box > summary')]
    expect(await about.isVisible()).toBe(false)
    await page.setViewportSize({ width: 1280, height: 800 })
    await about.selectOption('Account')
    expect(await folded.isVisible()).toBe(false)
    await page.setViewportSize({ width: 390, height: 844 })
    await folded.click()
    await about.selectOption('Session')
    await button(page, 'Search').click()
    await page.waitForURL('**/admin/audit?*entity=session*')
    expect((await folded.textContent())?.trim()).toMatch(/^Filters\s+1$/)
    expect(await about.isVisible()).toBe(false)
    const found = await page.locator('.entry').first().boundingBox()
    expect((found?.y ?? 0) + (found?.height ?? 0)).toBeLessThan(page.viewportSize()?.height ?? 0)
    await folded.click()
    expect(await about.inputValue()).toBe('session')
    expect(faults).toEqual([])
  })

  test('with the keyboard alone: a search is filtered, saved as a view, and its ticket noted and handed over', async () => {
    const id = await ticketOf(world, kim, 'Where is my bicycle?')
    const { page, faults } = await visit(browser, world, anna)
    await page.goto('/tickets')
    await type(page, '/')
    await page.keyboard.type('bicycle')
    await page.waitForURL('**/tickets?q=bicycle')
    await tabTo(page, 'Filters and order')
    await type(page, 'Enter')
    await tabTo(page, 'Status')
    await page.keyboard.type('Open')
    await tabTo(page, 'Apply')
    await type(page, 'Enter')
    await page.getByRole('link', { name: 'Remove: ' }).first().waitFor()
    await tabTo(page, 'Save as a view')
    await type(page, 'Enter')
    await tabTo(page, 'Name of the view')
    await page.keyboard.type('Bicycles')
    await type(page, 'Enter')
    await page.getByRole('heading', { level: 1, name: 'Bicycles' }).waitFor()

    await page.goto(`/tickets/${id}`)
    await type(page, 'n')
    await page.keyboard.type('It stands in room 2.')
    await type(page, 'Control+Enter')
    await page.locator('.message--note').getByText('It stands in room 2.').waitFor()
    await page.goto(`/tickets/${id}`)
    await tabTo(page, 'Staff')
    await type(page, 'Enter')
    await tabTo(page, 'Hand over to')
    await page.keyboard.type('ben')
    await tabTo(page, 'Hand over')
    await type(page, 'Enter')
    await said(page, 'Handed over.').waitFor()
    expect((await anna.api.get(`/tickets/${id}`)).body.assistant.id).toBe(ben.id)
    expect(faults).toEqual([])
  })
})

import { expect, test } from 'vitest'
import { button, said, visit } from '../../browser/visits.ts'
import { openBrowser } from '../../support/browser.ts'
import { join } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'

const [world, browser] = [await startApp(), await openBrowser()]
const anna = await join(world, 'anna', 'assistant')

test.each([true, false])('what comes by mail is chosen by keyboard on a phone; JavaScript: %s', async (javaScript) => {
  const { page, faults } = await visit(browser, world, anna, { screen: 'phone', javaScript })
  await page.goto('/notifications/choices')
  const [written, mentioned] = [
    page.getByLabel('Somebody writes in a ticket you take part in'),
    page.getByLabel('A colleague mentions you in a note'),
  ]
  await written.focus()
  await page.keyboard.type('Once')
  await mentioned.focus()
  await page.keyboard.type(javaScript ? 'No' : 'At')
  await button(page, 'Save').press('Enter')
  await said(page, 'Saved.').waitFor()
  expect([await written.inputValue(), await mentioned.inputValue()]).toEqual(['daily', javaScript ? 'off' : 'on'])
  const { choices } = (await anna.api.get('/notifications/choices')).body
  expect(choices).toMatchObject({ message: 'daily', mention: !javaScript })
  expect(faults).toEqual([])
  await page.context().close()
})

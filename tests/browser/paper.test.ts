import { expect, test } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { visit } from './visits.ts'

const [world, browser] = [await startApp(), await openBrowser()]

test('a ticket on paper is dark on white, in the dark theme too, and nothing covers what was said', async () => {
  const kim = await join(world, 'kim')
  const anna = await join(world, 'anna', 'assistant')
  const id = await ticketOf(world, kim)
  const { page } = await visit(browser, world, anna, { theme: 'dark' })
  await page.goto(`/tickets/${id}`)
  const look = () =>
    page.evaluate(() => {
      const styleOf = (selector: string) => getComputedStyle(document.querySelector(selector) as Element)
      const [, lightness] = /oklch\(([\d.]+)/.exec(styleOf('.message__body').color) ?? []
      return {
        isDark: Number(lightness) < 0.5,
        head: styleOf('.desk__head').position,
        reply: styleOf('.reply').display,
        scheme: styleOf(':root').colorScheme,
      }
    })
  expect(await look()).toMatchObject({ isDark: false, head: 'sticky' })

  await page.emulateMedia({ media: 'print' })

  expect(await look()).toEqual({ isDark: true, head: 'static', reply: 'none', scheme: 'light' })
})

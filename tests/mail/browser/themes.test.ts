import { expect, test } from 'vitest'
import { mailBodies } from '#platform/mail/render.ts'
import { colourFindings } from '../../support/accessibility.ts'
import { newPage, openBrowser } from '../../support/browser.ts'

const browser = await openBrowser()
const site = { site_name: 'Studio Pirouette', site_color: null }
const link = 'https://desk.example.com/events/1'
const model = {
  ...{
    site,
    subject: 'Two events',
    origin: 'https://desk.example.com',
    more: 0,
    choices: link,
    subject_of_all: null,
  },
  items: [
    {
      sentence: 'An event',
      title: 'Salsa',
      link,
      excerpt_html: `See <a href="${link}">it</a>`,
      number: null,
    },
  ],
}

test.each(['light', 'dark'] as const)('a mail can be read in the %s theme', async (theme) => {
  const { page } = await newPage(browser, { screen: 'phone', theme })
  for (const subject_of_all of [null, { number: 1, title: 'Salsa', link, link_text: 'See it' }]) {
    await page.setContent(mailBodies('notifications', { ...model, subject_of_all }).html)
    expect(await colourFindings(page)).toEqual([])
  }
})

import { describe } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { startApp } from '../support/world.ts'
import { deskSituations, ownSituations } from './own-situations.ts'
import { testWhole } from './whole-pages.ts'

describe('every page of the desk’s tools and of one’s own account', async () => {
  const [world, browser] = [await startApp({ env: { SESSION_HOURS: '1000' } }), await openBrowser()]
  testWhole(browser, world, await deskSituations(world))
  testWhole(browser, world, await ownSituations(world))
})

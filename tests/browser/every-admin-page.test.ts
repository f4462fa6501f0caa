import { describe } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { startApp } from '../support/world.ts'
import { adminSituations, firstDay } from './admin-situations.ts'
import { testWhole } from './whole-pages.ts'

describe('every page of an admin', async () => {
  const env = { SESSION_HOURS: '1000' }
  const [empty, world, browser] = [await startApp(), await startApp({ env }), await openBrowser()]
  testWhole(browser, empty, await firstDay(empty))
  testWhole(browser, world, await adminSituations(world))
})

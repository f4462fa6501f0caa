import { describe } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { startApp } from '../support/world.ts'
import { eventSituations } from './event-situations.ts'
import { testWhole } from './whole-pages.ts'

describe('every page of events', async () => {
  const world = await startApp({ env: { SESSION_HOURS: '1000', TIME_ZONE: 'UTC' } })
  testWhole(await openBrowser(), world, await eventSituations(world))
})

import { describe } from 'vitest'
import { openBrowser } from '../support/browser.ts'
import { startApp } from '../support/world.ts'
import { situations } from './situations.ts'
import { testWhole } from './whole-pages.ts'

describe('every page', async () => {
  const world = await startApp({ env: { SESSION_HOURS: '1000' } })
  testWhole(await openBrowser(), world, await situations(world))
})

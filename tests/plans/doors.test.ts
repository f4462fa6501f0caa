import { expect, test } from 'vitest'
import { mint, show, startDoor } from '../door/stage.ts'
import { Plans } from './plans.ts'

const plans = new Plans()
const { world, host, kim, create, door, passOf, scan, kimsPass, event_id } = await startDoor({
  onStatement: plans.onStatement,
})

test('no verdict and no list of a door reads a whole table, whatever is shown to it', async () => {
  const [pass, other] = [await kimsPass(), await passOf(kim, await create())]
  const [old, elsewhere] = [await show(world, pass), await show(world, other)]
  const code = await show(world, pass)
  const at = new Date(world.clock.now()).toISOString()
  await plans.watch(async () => {
    for (const shown of [
      old,
      elsewhere,
      code,
      code,
      'ABCD-EFGH',
      await mint(world, pass, { public_id: 'f'.repeat(16) }),
    ])
      await scan(shown)
    const scans = [old, code].map((code, n) => ({ scan_id: `offline-${n}`, at, code }))
    await host.api.post(`/doors/${door}/reconciliation`, { scans }).expect(200)
    for (const query of ['remarked=yes', 'before=5']) await host.api.get(`/events/${event_id}/admissions?${query}`)
    for (const query of ['q=kim', 'q=kim+park', 'after=1', 'q=ABCD-EFGH'])
      await host.pages.get(`/doors/${door}?${query}`)
    await kim.api.get('/me/data').expect(200)
    await host.api.get('/me/data').expect(200)
  })
  expect(plans.size).toBeGreaterThan(20)
  expect(await plans.scans(world.ctx)).toEqual([])
})

import { describe, expect, test } from 'vitest'
import { textOf } from '../accounts/reading.ts'
import { join, type Member, ticketOf } from '../support/people.ts'
import { startApp, type World } from '../support/world.ts'

const shown = async ({ pages }: Member) => textOf((await pages.get('/home').expect(200)).text)
const openMany = async (world: World, member: Member, count: number) => {
  for (let n = 0; n < count; n++) await ticketOf(world, member)
}

describe('the figures beside the queues', async () => {
  const world = await startApp()
  const [kim, lee] = [await join(world, 'kim'), await join(world, 'lee')]
  const anna = await join(world, 'anna', 'assistant')

  test('are nothing for none, then exact, then 99+', async () => {
    expect((await anna.api.get('/queues').expect(200)).body).toEqual({ mine: 0, unclaimed: 0, inactive: 0 })
    expect(await shown(anna)).toContain('Claimed by you Unclaimed Inactive')

    await openMany(world, kim, 3)
    expect((await anna.api.get('/queues')).body).toEqual({ mine: 0, unclaimed: 3, inactive: 0 })
    expect(await shown(anna)).toContain('Claimed by you Unclaimed 3 Inactive')
    expect((await kim.api.get('/queues')).body).toEqual({ open: 3 })
    expect(await shown(kim)).toContain('Open 3 Closed')
    expect((await lee.api.get('/queues')).body).toEqual({ open: 0 })

    await openMany(world, kim, 96)
    expect(await shown(anna)).toContain('Unclaimed 99 Inactive')
    await openMany(world, kim, 6)
    expect((await anna.api.get('/queues')).body.unclaimed).toBe(100)
    expect(await shown(anna)).toContain('Unclaimed 99+ Inactive')
    expect(await shown(kim)).toContain('Open 99+ Closed')
  })
})

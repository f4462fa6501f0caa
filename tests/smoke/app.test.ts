import { describe, expect, test } from 'vitest'
import { engineOfDatabase } from '#platform/db/dialect.ts'
import { hour } from '../support/clock.ts'
import { engine } from '../support/database.ts'
import { startApp } from '../support/world.ts'

describe('the whole program', async () => {
  const world = await startApp()

  test('answers a client, a visitor and fetch', async () => {
    await world.api().get('/healthz').expect(200)
    await world.visitor().get('/login').expect(200).expect('content-type', /html/)
    expect((await fetch(`${world.url}/readyz`)).status).toBe(200)
  })

  test('runs on the engine the run asks for', () => {
    expect(engineOfDatabase(world.ctx.db)).toBe(engine)
  })

  test('goes by the clock of the test', () => {
    const before = world.ctx.clock.now()
    world.clock.advance(hour)
    expect(world.ctx.clock.now()).toBe(before + hour)
  })
})

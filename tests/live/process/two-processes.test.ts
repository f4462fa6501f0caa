import { describe, expect, test } from 'vitest'
import { freshDatabase } from '../../support/database.ts'
import { apiOf, join, type Member, pagesOf, ticketOf } from '../../support/people.ts'
import { startApp, type World } from '../../support/world.ts'
import { runTool } from '../../tools/shell.ts'
import { hangUpAfterwards, openLive } from '../stream.ts'

const one = await startApp({ database: await freshDatabase('postgres') })
const two = await startApp({ database: one.database })
hangUpAfterwards()
const at = (world: World, member: Member) => ({
  ...member,
  api: apiOf(world, member.token),
  pages: pagesOf(world, member.token),
})

describe('two processes on one PostgreSQL', () => {
  test('tell each other of changes', async () => {
    const kim = await join(one, 'kim')
    const id = await ticketOf(one, kim)
    const anna = at(two, await join(one, 'anna', 'assistant'))
    const streams = [await openLive(one, kim, `?ticket=${id}`), await openLive(two, anna)]
    await anna.api.post(`/tickets/${id}/messages`, { message: 'From over there' }).expect(201)
    for (const stream of streams) expect(await stream.next()).toBe('refresh')
    expect((await kim.api.get(`/tickets/${id}`)).body.waiting_on).toBe('customer')
  })

  test('end a session in both, and tell nobody else', async () => {
    const [lee, mia] = [await join(one, 'lee'), await join(one, 'mia')]
    const [lees, mias] = [await openLive(two, lee), await openLive(two, mia)]
    await lee.api.delete('/sessions/current').expect(204)
    expect(await lees.rest()).toEqual(['ended'])
    await mia.pages.post('/logout').expect(303)
    expect(await mias.rest()).toEqual(['ended'])
    await at(two, lee).api.get('/me').expect(401)
  })

  test('hear of a promotion from the shell', async () => {
    const ben = await join(one, 'ben', 'assistant')
    const streams = [await openLive(one, ben), await openLive(two, ben)]
    expect(await runTool(one, 'promote-account.ts', ['ben', 'customer'])).toMatchObject({ status: 0 })
    for (const stream of streams) expect(await stream.rest()).toEqual(['ended'])
  })
})

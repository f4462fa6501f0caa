import { describe, expect, test } from 'vitest'
import { answerEndsEscalation } from '#desk/tickets/escalation-marks.ts'
import { join, password, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { sessionsOf, somebody } from './desk.ts'

const world = await startApp()
const boss = await join(world, 'boss', 'admin')
const patch = (change: object) => boss.api.patch('/admin/settings', change)
const logIn = (login: string) => world.api().post('/api/v1/sessions').send({ login, password })

describe('policies', () => {
  test('one login at a time ends the one before, from now on', async () => {
    const one = await somebody(world)
    await logIn(one.username).expect(201)
    expect(await sessionsOf(world, one.id)).toBe(2)
    await patch({ single_session: true }).expect(200)
    await logIn(one.username).expect(201)
    expect(await sessionsOf(world, one.id)).toBe(1)
    await patch({ single_session: null })
  })

  test('binding holds a session to the browser that started it', async () => {
    const one = await somebody(world)
    const { body } = await logIn(one.username).set('User-Agent', 'Browser A').expect(201)
    const me = (agent: string) =>
      world.api().get('/api/v1/me').set('Authorization', `Bearer ${body.access_token}`).set('User-Agent', agent)
    await me('Browser B').expect(200)
    // The boss's own session was not started by a browser, and would not be accepted.
    await world.ctx.db
      .insertInto('settings')
      .values({ name: 'session_binding', value: 'true', changed_at: 1 })
      .execute()
    await world.ctx.settings.reload(world.ctx.db)
    await me('Browser A').expect(200)
    await me('Browser B').expect(401)
    await world.ctx.db.deleteFrom('settings').execute()
    await world.ctx.settings.reload(world.ctx.db)
  })

  test('a confirmed address is required as soon as it is set', async () => {
    const one = await somebody(world)
    await patch({ require_verified_email: true }).expect(200)
    expect((await logIn(one.username).expect(403)).body.code).toBe('email_not_verified')
    await patch({ require_verified_email: null }).expect(200)
    await logIn(one.username).expect(201)
  })

  test('the number of open tickets counts at once', async () => {
    const one = await somebody(world)
    await ticketOf(world, one)
    await patch({ max_open_tickets: 1 }).expect(200)
    const ticket = { title: 'One too many', message: 'May I open this one?' }
    await one.api.post('/tickets', ticket).expect(409)
    await patch({ max_open_tickets: null }).expect(200)
    await one.api.post('/tickets', ticket).expect(201)
  })
  test('events are switched off and on again for everybody, at once', async () => {
    const one = await somebody(world)
    const seen = async () => [
      (await one.api.get('/events')).status,
      (await one.pages.get('/events')).status,
      /href="\/events"/.test((await one.pages.get('/home')).text),
    ]
    expect(await seen()).toEqual([200, 200, true])
    await patch({ events: false }).expect(200)
    expect(await seen()).toEqual([404, 404, false])
    await patch({ events: null }).expect(200)
    expect(await seen()).toEqual([200, 200, true])
  })

  test('whether an answer takes the mark of a late ticket off is an admin’s choice, too', async () => {
    expect(answerEndsEscalation(world.ctx)).toBe(true)
    await patch({ escalate_when: 'open' }).expect(200)
    expect(answerEndsEscalation(world.ctx)).toBe(false)
    await patch({ escalate_when: 'never' }).expect(422)
    await patch({ escalate_when: null }).expect(200)
  })
})

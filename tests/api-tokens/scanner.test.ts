import { expect, test } from 'vitest'
import { show, startDoor } from '../door/stage.ts'
import { apiOf } from '../support/people.ts'
import { everyScope, tokenOf } from './made.ts'

const { world, host, kim, event_id, door, kimsPass } = await startDoor()
const by = (token: string) => apiOf(world, token)

test('another maker’s scanner admits with a token that has only the scope “door”, for people who may admit', async () => {
  const scanner = by(await tokenOf(world, host, ['door']))
  const { body } = await scanner.post(`/events/${event_id}/doors`, { name: 'Scanner' }).expect(201)
  const code = await show(world, await kimsPass())
  const scan = (client: typeof scanner) => client.post(`/doors/${body.id}/scans`, { code })
  await scan(by(await tokenOf(world, kim, ['door']))).expect(404)
  await scan(by(await tokenOf(world, host, ['read', 'tickets']))).expect(403)
  expect((await scan(scanner).expect(200)).body).toMatchObject({ verdict: 'admitted', pass: { name: 'kim' } })
  expect((await scan(scanner).expect(200)).body).toMatchObject({ verdict: 'refused', reason: 'used' })
})

test('a token is no pass, and a pass is no token', async () => {
  const code = await show(world, await kimsPass())
  for (const token of [await tokenOf(world, kim), kim.token]) {
    const { body } = await host.api.post(`/doors/${door}/scans`, { code: token }).expect(200)
    expect(body).toMatchObject({ verdict: 'refused', reason: 'malformed', pass: null })
  }
  for (const pass of [code, code.slice(4), `smt_${code.slice(4)}`])
    await world.api().get('/api/v1/me').set('Authorization', `Bearer ${pass}`).expect(401)
})

test('no token shows a pass, whatever its scopes', async () => {
  const { id } = await kimsPass()
  const program = by(await tokenOf(world, kim, everyScope.slice(0, 3)))
  const { body } = await program.post(`/passes/${id}/showings`).expect(403)
  expect(body.code).toBe('session_required')
})

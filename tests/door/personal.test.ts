import { expect, test } from 'vitest'
import { getAccount } from '#people/accounts/accounts.ts'
import { changeAccountType } from '#people/admin/promotion.ts'
import { join, logInAs, password } from '../support/people.ts'
import { show, startDoor } from './stage.ts'

const { world, host, kim, door, openDoor, scan, kimsPass, passOf, event_id } = await startDoor()
const { ctx } = world

test('one’s own data tell when one came in, and whom one let in only by when and where', async () => {
  const pass = await kimsPass()
  const { admission_id } = await scan(await show(world, pass))
  const admission = { id: admission_id, event_id, method: 'code', admitted_at: expect.any(String), undone_at: null }
  const guest = (await kim.api.get('/me/data').expect(200)).body
  expect(guest).toMatchObject({ doors: [], people_let_in: [] })
  expect(guest.admissions).toEqual([{ ...admission, pass_id: pass.id, door: 'Main entrance' }])
  const own = (await host.api.get('/me/data').expect(200)).body
  expect(own.doors).toMatchObject([{ id: door, event_id, name: 'Main entrance', closed_at: null }])
  expect(own.people_let_in).toEqual([{ ...admission, door_id: door }])
  expect(JSON.stringify(own.people_let_in)).not.toContain('kim')
})

test('of somebody who is erased stays that people were let in, without what they wrote', async () => {
  const helper = await join(world, 'helper', 'assistant')
  const own = await openDoor('Helper’s phone', event_id, helper)
  const { admission_id } = await scan(await show(world, await kimsPass()), { door: own, by: helper })
  await helper.api.post(`/admissions/${admission_id}/undo`, { reason: 'My mistake, says Helper' }).expect(204)
  await helper.api.post('/me/deletion', { current_password: password }).expect(204)
  const { admissions } = (await host.api.get(`/events/${event_id}/admissions`).expect(200)).body
  expect(admissions[0]).toMatchObject({ id: admission_id, door: 'Door', undo_reason: '' })
  expect(JSON.stringify(admissions)).not.toMatch(/helper/i)
})

test('of somebody who is erased nothing stays that was written of them when they were let in', async () => {
  const lena = await join(world, 'lena')
  const { admission_id } = await scan(await show(world, await passOf(lena)))
  await host.api.post(`/admissions/${admission_id}/undo`, { reason: 'That was Lena’s sister' }).expect(204)
  await lena.api.post('/me/deletion', { current_password: password }).expect(204)
  const { admissions } = (await host.api.get(`/events/${event_id}/admissions`).expect(200)).body
  expect(admissions[0]).toMatchObject({ id: admission_id, undo_reason: '' })
})

test('somebody who stops being staff can no longer admit people at open doors', async () => {
  const temp = await join(world, 'temp', 'assistant')
  const own = await openDoor('Side entrance', event_id, temp)
  const boss = await join(world, 'chief', 'admin')
  await changeAccountType(ctx, boss.actor.id, temp.id, 'customer')
  const later = await logInAs(world, await getAccount(ctx, temp.id))
  await later.api.post(`/doors/${own}/scans`, { code: await show(world, await kimsPass()) }).expect(404)
  await later.api.get(`/doors/${own}/bundle`).expect(404)
})

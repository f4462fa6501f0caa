import { describe, expect, test } from 'vitest'
import { getAccount } from '#people/accounts/accounts.ts'
import { tidyShortCode } from '../../public/modules/door/roster.js'
import { auditOf } from '../accounts/reading.ts'
import { join, logInAs } from '../support/people.ts'
import { shortCodeOf, show, startDoor } from './stage.ts'

const { world, host, kim, lee, create, door, openDoor, passOf, scan, kimsPass, event_id } = await startDoor()

const counts = async (at = door) => (await host.api.get(`/doors/${at}/counts`).expect(200)).body
const people = async (q: string, at = door) =>
  (await host.api.get(`/doors/${at}/people?q=${encodeURIComponent(q)}`).expect(200)).body.people

describe('a short code', () => {
  test('lets in by hand, naming whom to look at, however it is typed', async () => {
    const [one, two] = [await kimsPass(), await kimsPass()]
    const typed = (await shortCodeOf(world, one)).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')
    expect(await scan(` ${typed.slice(0, 4)} - ${typed.slice(4)}\n`)).toMatchObject({
      ...{ verdict: 'by_hand', reason: null, pass: { id: one.id, name: 'kim' } },
      message: expect.stringContaining('Check that this is kim'),
    })
    const code = await shortCodeOf(world, two)
    expect(await scan(code)).toMatchObject({ verdict: 'by_hand' })
    expect(await scan(code)).toMatchObject({ verdict: 'refused', reason: 'used' })
  })

  test.each([
    [
      'full-width characters',
      (code: string) => code.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
    ],
    ['an en dash', (code: string) => code.replace('-', '\u2013')],
    ['a hyphen that does not break, and a direction mark', (code: string) => `\u200e${code.replace('-', '\u2011')}`],
  ])('is read with %s, at a device without a network too', async (_, typedAs) => {
    const pass = await kimsPass()
    const code = await shortCodeOf(world, pass)
    const typed = typedAs(`${code.slice(0, 4)}-${code.slice(4)}`)
    expect(tidyShortCode(typed)).toBe(code)
    expect((await people(typed)).map(({ id }: { id: number }) => id)).toEqual([pass.id])
    expect(await scan(typed)).toMatchObject({ verdict: 'by_hand', pass: { id: pass.id } })
  })

  test('of another event is none', async () => {
    const pass = await passOf(kim, await create())
    expect(await scan(await shortCodeOf(world, pass))).toMatchObject({
      ...{ verdict: 'refused', reason: 'unknown_pass', pass: null },
    })
  })
})

describe('by name', () => {
  test('people are found by any word of their name or by their short code, not by their address', async () => {
    const anna = await join(world, 'anna.berg')
    await anna.api.patch('/me', { display_name: 'Änna Bergström' }).expect(200)
    const pass = await passOf(anna)
    for (const q of ['anna', 'bergstr', 'BERGSTROEM änn', await shortCodeOf(world, pass)])
      expect(await people(q), q).toEqual([
        {
          id: pass.id,
          booking_id: pass.booking_id,
          name: 'Änna Bergström',
          type: null,
          place: 1,
          of: 1,
          paid: null,
          used_at: null,
        },
      ])
    for (const q of ['example', 'anna.berg@example.com', 'nobody', '***']) expect(await people(q), q).toEqual([])
  })

  test('somebody is let in by hand, once, which the log tells', async () => {
    const pass = await kimsPass()
    const admit = { pass_id: pass.id, scan_id: 'by-name' }
    const { body } = await host.api.post(`/doors/${door}/admissions`, admit).expect(200)
    expect(body).toMatchObject({ verdict: 'by_hand', pass: { name: 'kim' } })
    expect((await host.api.post(`/doors/${door}/admissions`, admit).expect(200)).body).toEqual(body)
    const again = await host.api.post(`/doors/${door}/admissions`, { pass_id: pass.id }).expect(200)
    expect(again.body).toMatchObject({ verdict: 'refused', reason: 'used', used: { by: 'mira' } })
    const log = (await auditOf(world, 'pass', pass.id)).filter(({ action }) => /^pass_(admitted|refused)$/.test(action))
    expect(log.map(({ action, actor_id, after }) => ({ action, actor_id, ...JSON.parse(after ?? '') }))).toEqual([
      { action: 'pass_admitted', actor_id: host.id, event_id, door_id: door, method: 'name' },
      { action: 'pass_refused', actor_id: host.id, event_id, door_id: door, refusal: 'used' },
    ])
    expect((await people('kim')).find(({ id }: { id: number }) => id === pass.id).used_at).not.toBeNull()
  })

  test('a pass of another event is unknown', async () => {
    const pass = await passOf(kim, await create())
    const { body } = await host.api.post(`/doors/${door}/admissions`, { pass_id: pass.id }).expect(200)
    expect(body).toMatchObject({ verdict: 'refused', reason: 'unknown_pass', pass: null })
  })
})

test('all doors show the same counts, and what is paid', async () => {
  const id = await create({ price: 12 })
  const [one, two] = [await openDoor('One', id), await openDoor('Two', id)]
  const passes = [await passOf(kim, id, { quantity: 2 }), await passOf(lee, id)]
  expect(await counts(one)).toMatchObject({ admitted: 0, expected: 3, remarked: 0 })
  const { body } = await lee.api.get('/bookings')
  const booking = body.bookings.find((one: { event_id: number }) => one.event_id === id)
  await host.api.put(`/bookings/${booking.id}/payment`, { paid: true }).expect(200)
  const verdicts = [
    await scan(await show(world, passes[0] as never), { door: one }),
    await scan(await show(world, passes[1] as never), { door: two }),
  ]
  expect(verdicts.map(({ pass }) => pass)).toMatchObject([
    { paid: false, place: 1, of: 2 },
    { paid: true, place: 1, of: 1 },
  ])
  for (const at of [one, two]) expect(await counts(at)).toMatchObject({ admitted: 2, expected: 3 })
})

describe('an admission that was wrong', () => {
  test('is undone with a reason: the pass admits again, and the scan sent again says so', async () => {
    const pass = await kimsPass()
    const code = await show(world, pass)
    const { admission_id } = await scan(code, { scan_id: 'wrong-1' })
    await host.api.post(`/admissions/${admission_id}/undo`, {}).expect(422)
    await kim.api.post(`/admissions/${admission_id}/undo`, { reason: 'I want in again' }).expect(404)
    await host.api.post(`/admissions/${admission_id}/undo`, { reason: 'It was her sister.' }).expect(204)
    const again = await host.api.post(`/admissions/${admission_id}/undo`, { reason: 'Twice.' }).expect(409)
    expect(again.body.code).toBe('already_undone')
    expect(await scan(code, { scan_id: 'wrong-1' })).toMatchObject({ verdict: 'refused', reason: 'undone' })
    expect(await scan(code)).toMatchObject({ verdict: 'admitted' })
    const { admissions } = (await host.api.get(`/events/${event_id}/admissions?limit=2`).expect(200)).body
    expect(admissions).toMatchObject([
      { pass_id: pass.id, undone_at: null, door: 'Main entrance', admitted_by: 'mira', method: 'code' },
      { id: admission_id, undo_reason: 'It was her sister.' },
    ])
    expect((await auditOf(world, 'pass', pass.id)).map(({ action }) => action)).toContain('admission_undone')
  })
})

test('who was let in is listed newest first, in pages, for those alone who manage the event', async () => {
  const { body } = await host.api.get(`/events/${event_id}/admissions?limit=1`).expect(200)
  const next = await host.api.get(`/events/${event_id}/admissions?limit=1&before=${body.next_before}`).expect(200)
  expect(next.body.admissions[0].id).toBeLessThan(body.admissions[0].id)
  await kim.api.get(`/events/${event_id}/admissions`).expect(403)
})

describe('a door that is closed', () => {
  test('is no longer open to anybody', async () => {
    const lost = await openDoor('Lost phone')
    const pass = await kimsPass()
    const code = await show(world, pass)
    await host.api.delete(`/doors/${lost}`).expect(204)
    await host.api.delete(`/doors/${lost}`).expect(204)
    const asked = [
      host.api.post(`/doors/${lost}/scans`, { code }),
      host.api.post(`/doors/${lost}/admissions`, { pass_id: pass.id }),
      host.api.post(`/doors/${lost}/reconciliation`, { scans: [{ scan_id: 'x', at: '2026-11-21T12:00:00Z', code }] }),
      ...['counts', 'people', 'bundle'].map((what) => host.api.get(`/doors/${lost}/${what}`)),
    ]
    for (const { status, body } of await Promise.all(asked)) {
      expect(status).toBe(403)
      expect(body.code).toBe('door_closed')
    }
    expect((await host.pages.get(`/doors/${lost}/bundle`).expect(403)).body).toMatchObject({ code: 'door_closed' })
    await host.pages.get(`/doors/${lost}`).expect(403)
    const { doors } = (await host.api.get(`/events/${event_id}/doors`).expect(200)).body
    expect(doors.at(-1)).toMatchObject({ name: 'Lost phone', closed_at: expect.any(String) })
    expect(await scan(code)).toMatchObject({ verdict: 'admitted' })
  })
  test('cuts its device off from all doors of the event if another device closes it, until somebody logs in again', async () => {
    const login = async () => logInAs(world, await getAccount(world.ctx, host.id))
    const phone = await login()
    const lost = await openDoor('Lost phone', event_id, phone)
    const own = await openDoor('Closed by itself', event_id, phone)
    await phone.api.delete(`/doors/${own}`).expect(204)
    await openDoor('Opened again', event_id, phone)
    await host.api.delete(`/doors/${lost}`).expect(204)
    const { admission_id } = await scan(await show(world, await kimsPass()))
    const code = await show(world, await kimsPass())
    for (const { status, body } of [
      await phone.api.post(`/events/${event_id}/doors`, { name: 'Another' }),
      await phone.api.post(`/doors/${door}/scans`, { code }),
      await phone.api.get(`/doors/${door}/bundle`),
      await phone.api.delete(`/doors/${door}`),
      await phone.api.post(`/admissions/${admission_id}/undo`, { reason: 'A stolen phone' }),
    ])
      expect([status, body.code]).toEqual([403, 'door_closed'])
    expect((await phone.api.post(`/events/${await create()}/doors`, { name: 'Elsewhere' })).status).toBe(201)
    const again = await login()
    expect(await scan(code, { by: again })).toMatchObject({ verdict: 'admitted' })
  })
})

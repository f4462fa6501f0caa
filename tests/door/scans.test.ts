import { describe, expect, test } from 'vitest'
import { usePassByCode } from '#events/door/admission-queries.ts'
import { type DecodedCode, decodeCode } from '#events/passes/code.ts'
import { decodeBase45, encodeBase45 } from '#lib/base45.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { logOut } from '#people/sessions/sessions.ts'
import { join, joinConfirmed, logInAs } from '../support/people.ts'
import { mint, shortCodeOf, show, startDoor } from './stage.ts'

const { world, host, kim, lee, create, door, openDoor, passOf, scan, kimsPass, event_id } = await startDoor({
  env: { EVENT_HOSTS: 'everyone' },
})
const { ctx, clock } = world

const refusal = (reason: string) => ({ verdict: 'refused', reason, admission_id: null })

/** The code with one of its bytes changed, signed as before. */
function changed(code: string, byte: number): string {
  const bytes = Buffer.from(decodeBase45(code.slice(4)) as Buffer)
  bytes[byte] = (bytes[byte] as number) ^ 1
  return `SM1:${encodeBase45(bytes)}`
}

describe('scan', () => {
  test('valid: the holder is let in, once', async () => {
    const pass = await kimsPass()
    const code = await show(world, pass)
    const first = await scan(code)
    expect(first).toMatchObject({ verdict: 'admitted', reason: null, used: null })
    expect(first.pass).toEqual({
      id: pass.id,
      booking_id: expect.any(Number),
      name: 'kim',
      type: null,
      place: 1,
      of: 1,
      paid: null,
    })
    expect(await scan(code)).toMatchObject({
      ...refusal('used'),
      pass: { id: pass.id },
      used: { door: 'Main entrance', by: 'mira' },
      message: expect.stringMatching(
        /^This pass has already been used, (at|on .*,) \d\d:\d\d at “Main entrance” by mira\.$/,
      ),
    })
  })

  test('unknown event: there is no such door', async () => {
    await host.api.post('/doors/999999/scans', { code: 'SM1:X' }).expect(404)
    await host.api.post('/events/999999/doors', { name: 'Nowhere' }).expect(404)
  })

  test('bad structure and non-numeric fields', async () => {
    const code = await show(world, await kimsPass())
    for (const text of ['SM1:', 'hello', `${code}0`, code.slice(0, -1), code.toLowerCase(), code.replace('SM1', 'SM2')])
      expect(await scan(text), text).toMatchObject({ ...refusal('malformed'), pass: null })
    await host.api.post(`/doors/${door}/scans`, { code: 5 }).expect(422)
    await host.api.post(`/doors/${door}/scans`, { code: { event_id: 'x' } }).expect(422)
  })

  test('bad signature: nobody is named', async () => {
    const code = await show(world, await kimsPass())
    expect(await scan(changed(code, 93))).toMatchObject({ ...refusal('bad_signature'), pass: null })
  })

  test('an unknown key', async () => {
    const pass = await kimsPass()
    await show(world, pass)
    expect(await scan(await mint(world, pass, { key_id: 9 }))).toMatchObject({ ...refusal('unknown_key'), pass: null })
  })

  test('another event: named where the code was made here, and not where it was changed', async () => {
    const other = await create({ title: 'Tango night' })
    const pass = await passOf(kim, other)
    const code = await show(world, pass)
    expect(await scan(code)).toMatchObject({
      ...refusal('wrong_event'),
      ...{ pass: null, event: { id: other, title: 'Tango night' } },
    })
    expect(await scan(changed(code, 93))).toMatchObject({ ...refusal('wrong_event'), event: null })
  })

  test('another event that the person who scans may not see is not named', async () => {
    const member = await joinConfirmed(world, 'nora')
    const own = await create({ title: 'Salsa at home' }, member)
    const secret = await create({ title: 'Secret', visibility: 'invite_only' })
    await host.api.post(`/events/${secret}/invitations`, { who: ['kim'] }).expect(200)
    const code = await show(world, await passOf(kim, secret))
    const verdict = await scan(code, { door: await openDoor('Door', own, member), by: member })
    expect(verdict).toMatchObject({ ...refusal('wrong_event'), event: null })
  })

  test('event id changed, pass id changed, type changed', async () => {
    const pass = await kimsPass()
    const code = await show(world, pass)
    // Bytes 2 to 5 are the event, 6 to 13 the pass, 14 and 15 the type.
    expect(await scan(changed(code, 5))).toMatchObject(refusal('wrong_event'))
    expect(await scan(changed(code, 8))).toMatchObject(refusal('bad_signature'))
    expect(await scan(changed(code, 15))).toMatchObject(refusal('bad_signature'))
    expect(await scan(await mint(world, pass, { public_id: '0123456789abcdef' }))).toMatchObject(
      refusal('unknown_pass'),
    )
    expect(await scan(await mint(world, pass, { type_number: 7 }))).toMatchObject(refusal('wrong_type'))
    expect(await scan(code)).toMatchObject({ verdict: 'admitted' })
  })

  test('scanner without the right', async () => {
    const code = await show(world, await kimsPass())
    for (const member of [kim, await join(world, 'stranger')]) {
      await member.api.post(`/doors/${door}/scans`, { code }).expect(404)
      await member.api.post(`/events/${event_id}/doors`, { name: 'Mine' }).expect(403)
    }
    expect(await scan(code)).toMatchObject({ verdict: 'admitted' })
  })

  test('cancelled place', async () => {
    const pass = await kimsPass()
    const code = await show(world, pass)
    await kim.api.post(`/bookings/${pass.booking_id}/cancellation`).expect(200)
    expect(await scan(code)).toMatchObject(refusal('cancelled'))
  })

  test('cancelled event', async () => {
    const id = await create()
    const [pass, other] = [await passOf(kim, id), await openDoor('Main entrance', id)]
    const code = await show(world, pass)
    await host.api.post(`/events/${id}/cancellation`, {}).expect(200)
    expect(await scan(code, { door: other })).toMatchObject({ ...refusal('event_cancelled'), pass: null })
    await host.api.post(`/events/${id}/doors`, { name: 'Late' }).expect(409)
  })
})

describe('a code that was good once', () => {
  test('a screenshot is refused when its lifetime is over, and a code of a later slot before it', async () => {
    const pass = await kimsPass()
    const code = await show(world, pass)
    clock.advance(20_000)
    expect(await scan(code)).toMatchObject({ ...refusal('expired'), pass: { name: 'kim' } })
    const later = Math.floor(clock.now() / 1000) + 15
    expect(await scan(await mint(world, pass, { slot_start: later }))).toMatchObject(refusal('not_yet'))
    expect(await scan(await mint(world, pass))).toMatchObject({ verdict: 'admitted' })
  })

  test('from before the pass was shown again: superseded', async () => {
    const pass = await kimsPass()
    const code = await show(world, pass)
    const next = await show(world, pass)
    expect(await scan(code)).toMatchObject(refusal('superseded'))
    expect(await scan(next)).toMatchObject({ verdict: 'admitted' })
  })

  test('from an older session, when the pass was shown in another one since', async () => {
    const pass = await kimsPass()
    const code = await show(world, pass)
    await show(world, pass, await logInAs(world, await getAccount(ctx, kim.id)))
    expect(await scan(code)).toMatchObject(refusal('older_session'))
  })

  test('from a session that has ended, whether or not it was shown elsewhere since', async () => {
    const pass = await kimsPass()
    const phone = await logInAs(world, await getAccount(ctx, kim.id))
    const code = await show(world, pass, phone)
    await logOut(ctx, phone.actor)
    expect(await scan(code)).toMatchObject(refusal('session_ended'))
    await show(world, pass)
    expect(await scan(code)).toMatchObject(refusal('session_ended'))
  })

  test('of a place that was handed over: its present holder is admitted', async () => {
    const pass = await kimsPass()
    const [code, typed] = [await show(world, pass), await shortCodeOf(world, pass)]
    await kim.api.post(`/passes/${pass.id}/handover`, { username: 'lee' }).expect(200)
    expect(await scan(code)).toMatchObject(refusal('handed_over'))
    expect(await scan(typed)).toMatchObject(refusal('unknown_pass'))
    expect(await scan(await show(world, pass, lee))).toMatchObject({ verdict: 'admitted', pass: { name: 'lee' } })
  })
})

test.each([
  ['was shown again', { tag: '0000000000000000' }],
  ['was handed over', { generation: 7 }],
  ['has another type', { type_number: 7 }],
])('a pass that %s after it was read is not used by the former code', async (_, former) => {
  const pass = await kimsPass()
  const code = decodeCode(await show(world, pass)) as DecodedCode
  const anyTime = { from: 0, to: Number.MAX_SAFE_INTEGER }
  expect(await usePassByCode(ctx, pass.id, { ...code, ...former }, anyTime)).toBe(false)
  expect(await usePassByCode(ctx, pass.id, code, anyTime)).toBe(true)
})

test('a pass whose session ended after it was read is not used', async () => {
  const pass = await kimsPass()
  const phone = await logInAs(world, await getAccount(ctx, kim.id))
  const code = decodeCode(await show(world, pass, phone)) as DecodedCode
  const afterwards = { ...ctx, clock: { now: () => phone.actor.session_expires_at } }
  expect(await usePassByCode(afterwards, pass.id, code, { from: 0, to: Number.MAX_SAFE_INTEGER })).toBe(false)
})

describe('a scan that is sent again', () => {
  test('gets the same answer, and another scan is no other one', async () => {
    const pass = await kimsPass()
    const code = await show(world, pass)
    const first = await scan(code, { scan_id: 'scan-1' })
    expect(await scan(code, { scan_id: 'scan-1' })).toEqual(first)
    const side = await openDoor('Side entrance')
    for (const [at, sent] of [
      [side, code],
      [door, await show(world, await kimsPass())],
      [door, 'nonsense'],
    ] as const) {
      const { body } = await host.api.post(`/doors/${at}/scans`, { code: sent, scan_id: 'scan-1' }).expect(409)
      expect(body.code).toBe('scan_id_used')
    }
    const rows = await ctx.db.selectFrom('admissions').select('id').where('pass_id', '=', pass.id).execute()
    expect(rows).toHaveLength(1)
  })
})

test('old event: nobody is let in from twelve hours after the start', async () => {
  const pass = await kimsPass()
  await show(world, pass)
  const { starts_at } = (await host.api.get(`/events/${event_id}`)).body
  clock.advance(Date.parse(starts_at) + 12 * 3_600_000 - 1 - clock.now())
  const staff = await join(world, 'late', 'assistant')
  const guest = await logInAs(world, await getAccount(ctx, kim.id))
  await ctx.db.updateTable('passes').set({ session_id: guest.actor.session_id }).where('id', '=', pass.id).execute()
  const code = await mint(world, pass)
  clock.advance(1)
  expect(await scan(code, { by: staff })).toMatchObject({ ...refusal('event_over'), pass: null })
})

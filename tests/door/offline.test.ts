import { createHash, createPublicKey } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { decodeCode, verifyCode } from '#events/passes/code.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { logInAs } from '../support/people.ts'
import { type Pass, shortCodeOf, show, startDoor } from './stage.ts'

const { world, host, kim, lee, create, door, openDoor, passOf, scan, kimsPass, event_id } = await startDoor()
const { ctx, clock } = world

let scans = 0
const offline = (what: { code?: string; pass_id?: number }, at = clock.now()) => ({
  ...{ scan_id: `offline-${scans++}`, at: new Date(at).toISOString() },
  ...what,
})

const reconcile = async (sent: object[], at = door) =>
  (await host.api.post(`/doors/${at}/reconciliation`, { scans: sent }).expect(200)).body.verdicts

const admissionsOf = (pass: Pass) =>
  ctx.db.selectFrom('admissions').selectAll().where('pass_id', '=', pass.id).orderBy('id').execute()

test('a device gets what it needs to decide by itself, in pages', async () => {
  const id = await create({ title: 'Tonight', types: [{ name: 'Adult' }] })
  const at = await openDoor('Main entrance', id)
  const type_id = (await kim.api.get(`/events/${id}`)).body.types[0].id
  const pass = await passOf(kim, id, { type_id })
  const code = await show(world, pass)
  const { body } = await host.api.get(`/doors/${at}/bundle`).expect(200)
  const decoded = decodeCode(code) as NonNullable<ReturnType<typeof decodeCode>>
  expect(body.event).toMatchObject({ id, title: 'Tonight', cancelled: false })
  expect(body.passes).toEqual([
    {
      ...{ id: pass.id, public_id: decoded.public_id, generation: 1, type_number: 1, used_at: null, cancelled: false },
      ...{ name: 'kim', type: 'Adult', place: 1, of: 1, paid: null },
      short_code_hash: createHash('sha256')
        .update(`${id}:${await shortCodeOf(world, pass)}`)
        .digest('base64url'),
    },
  ])
  expect(body.next_after).toBeNull()
  const keys = body.keys.map(({ id, public_key }: { id: number; public_key: string }) => [
    id,
    { key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: public_key }, format: 'jwk' }), retired_at: null },
  ])
  expect(verifyCode(new Map(keys), decoded)).toBe('verified')
  expect((await host.api.get(`/doors/${at}/bundle?after=${pass.id}`).expect(200)).body.passes).toEqual([])
  expect(JSON.stringify(body)).not.toContain(await shortCodeOf(world, pass))
})

describe('reconciliation', () => {
  test('records whom a door without a network let in, when that was, once', async () => {
    const [pass, other] = [await kimsPass(), await kimsPass()]
    const [code, at] = [await show(world, pass), clock.now()]
    clock.advance(10 * 60_000)
    const sent = [offline({ code }, at), offline({ code: await shortCodeOf(world, other) }, at + 1000)]
    const verdicts = await reconcile(sent)
    expect(verdicts).toMatchObject([
      { verdict: 'admitted', reason: null, pass: { id: pass.id } },
      { verdict: 'by_hand', reason: null, pass: { id: other.id } },
    ])
    expect(await reconcile(sent)).toEqual(verdicts)
    expect(await admissionsOf(pass)).toMatchObject([
      { method: 'offline', admitted_at: at, recorded_at: clock.now(), remark: null },
    ])
    expect(await scan(await shortCodeOf(world, pass))).toMatchObject({ verdict: 'refused', reason: 'used' })
  })

  test('two doors without a network and one pass: the second is reported by name on the pages of both', async () => {
    const id = await create({ title: 'The double' })
    const [one, two] = [await openDoor('North', id), await openDoor('South', id)]
    const pass = await passOf(lee, id)
    const [code, at] = [await show(world, pass), clock.now()]
    clock.advance(60_000)
    const [first] = await reconcile([offline({ code }, at)], one)
    const sent = offline({ code }, at + 5000)
    const [second] = await reconcile([sent], two)
    expect(first).toMatchObject({ verdict: 'admitted', pass: { name: 'lee' } })
    expect(second).toMatchObject({
      ...{ verdict: 'refused', reason: 'double', admission_id: expect.any(Number) },
      ...{ pass: { name: 'lee' }, used: { door: 'North', by: 'mira' } },
    })
    expect((await admissionsOf(pass)).map(({ remark }) => remark)).toEqual([null, 'double'])
    expect(await scan(code, { door: two, scan_id: sent.scan_id })).toEqual(second)
    const { body } = await host.api.get(`/events/${id}/admissions?remarked=yes`).expect(200)
    expect(body.admissions).toMatchObject([{ name: 'lee', door: 'South', remark: 'double' }])
    for (const address of [`/doors/${one}`, `/doors/${two}`, `/events/${id}/door`]) {
      const text = (await host.pages.get(address).expect(200)).text.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ')
      expect(text).toMatch(/lee was let in twice: .* at “North” by mira, and .* at “South” by mira\./)
    }
    expect((await host.api.get(`/doors/${one}/counts`)).body).toMatchObject({ admitted: 1, remarked: 1 })
  })

  test('the first admission is decided by its time, not by which door reported first', async () => {
    const id = await create({ title: 'The late report' })
    const [one, two] = [await openDoor('North', id), await openDoor('South', id)]
    const pass = await passOf(lee, id)
    const at = clock.now()
    clock.advance(60_000)
    await reconcile([offline({ pass_id: pass.id }, at + 5000)], two)
    const [late] = await reconcile([offline({ pass_id: pass.id }, at)], one)
    expect(late).toMatchObject({ reason: 'double', message: expect.not.stringContaining('before') })
    const text = (await host.pages.get(`/events/${id}/door`).expect(200)).text.replace(/<[^>]+>/g, '')
    expect(text.replace(/\s+/g, ' ')).toMatch(
      /lee was let in twice: .* at “North” by mira, and .* at “South” by mira\./,
    )
  })

  test('whose short code is another one since is known by the pass, and a scan that was heard of by its code', async () => {
    const [pass, heard] = [await kimsPass(), await kimsPass()]
    const sent = []
    for (const { id } of [pass, heard])
      sent.push(offline({ code: await shortCodeOf(world, { ...pass, id }), pass_id: id }))
    await scan(sent[1]?.code as string, { scan_id: sent[1]?.scan_id as string })
    await kim.api.post(`/passes/${pass.id}/handover`, { username: 'lee' }).expect(200)
    expect(await reconcile(sent)).toMatchObject([
      { verdict: 'by_hand', pass: { id: pass.id } },
      { verdict: 'by_hand', pass: { id: heard.id } },
    ])
    expect(await admissionsOf(heard)).toHaveLength(1)
  })

  test('a place that was cancelled, and a code from before a renewal, are recorded with what was wrong', async () => {
    const [pass, cancelled] = [await kimsPass(), await kimsPass()]
    const old = await show(world, pass)
    const gone = await show(world, cancelled)
    clock.advance(8000)
    await show(world, pass)
    clock.advance(6000)
    const at = clock.now()
    await ctx.db.updateTable('passes').set({ cancelled_at: at }).where('id', '=', cancelled.id).execute()
    clock.advance(60_000)
    const verdicts = await reconcile([offline({ code: old }, at), offline({ code: gone }, at)])
    expect(verdicts).toMatchObject([
      { verdict: 'refused', reason: 'superseded', admission_id: expect.any(Number), pass: { id: pass.id } },
      { verdict: 'refused', reason: 'cancelled', admission_id: expect.any(Number) },
    ])
    expect((await admissionsOf(pass)).map(({ remark }) => remark)).toEqual(['superseded'])
    expect((await admissionsOf(cancelled)).map(({ remark }) => remark)).toEqual(['cancelled'])
  })

  test('a pass that was shown again only after the scan was admitted rightly', async () => {
    const pass = await kimsPass()
    const [code, at] = [await show(world, pass), clock.now()]
    clock.advance(30_000)
    await show(world, pass, await logInAs(world, await getAccount(ctx, kim.id)))
    expect(await reconcile([offline({ code }, at)])).toMatchObject([{ verdict: 'admitted', reason: null }])
  })

  test('what no door would have let in is not recorded', async () => {
    const pass = await kimsPass()
    const [code, at] = [await show(world, pass), clock.now()]
    const other = await passOf(lee, await create())
    clock.advance(60_000)
    const reasonsOf = async (...sent: object[]) =>
      (await reconcile(sent)).map(({ reason }: { reason: string }) => reason)
    expect(
      await reasonsOf(
        offline({ code }, at + 40_000),
        offline({ code }, clock.now() + 60_000),
        offline({ code: 'no code at all' }, at),
        offline({ pass_id: other.id }, at),
        { ...offline({ code: await show(world, other) }), scan_id: 'x' },
      ),
    ).toEqual(['expired', 'expired', 'malformed', 'unknown_pass', 'wrong_event'])
    expect(await admissionsOf(pass)).toEqual([])
  })

  test('whom a device let in whose clock is wrong is in, while the door was open and not later than now', async () => {
    const at = await openDoor('Wrong clock')
    const opened = clock.now()
    clock.advance(3_600_000)
    const [early, late] = [await kimsPass(), await kimsPass()]
    const year = 365 * 24 * 3_600_000
    const sent = [offline({ pass_id: early.id }, opened - year), offline({ pass_id: late.id }, clock.now() + year)]
    expect(await reconcile(sent, at)).toMatchObject([{ verdict: 'by_hand' }, { verdict: 'by_hand' }])
    expect(await admissionsOf(early)).toMatchObject([{ admitted_at: opened, remark: null }])
    expect(await admissionsOf(late)).toMatchObject([{ admitted_at: clock.now(), remark: null }])
  })

  test('an id of another scan is reported, and does not stop the others', async () => {
    const [one, two] = [await kimsPass(), await kimsPass()]
    const at = new Date(clock.now()).toISOString()
    const same = (pass: Pass) => ({ scan_id: 'same', at, pass_id: pass.id })
    const verdicts = await reconcile([same(one), same(two), offline({ pass_id: two.id })])
    expect(verdicts.map(({ verdict, reason }: { verdict: string; reason: string }) => reason ?? verdict)).toEqual([
      'by_hand',
      'scan_id_used',
      'by_hand',
    ])
  })

  test('takes 1 to 100 scans, each with a code or a pass', async () => {
    const bad = [
      [],
      Array.from({ length: 101 }, () => offline({ pass_id: 1 })),
      [{ scan_id: 'x', at: 'now', code: 'y' }],
    ]
    for (const sent of [...bad, [offline({})]])
      await host.api.post(`/doors/${door}/reconciliation`, { scans: sent }).expect(422)
    expect(event_id).toBeGreaterThan(0)
  })
})

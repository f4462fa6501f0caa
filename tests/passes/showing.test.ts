import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { decodeCode, timeOf, verifyCode } from '#events/passes/code.ts'
import { verifyingKeys } from '#events/passes/keys.ts'
import { livenessOf } from '#events/passes/liveness.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { book, startHouse, startingIn } from '../events/stage.ts'
import { join, logInAs, type Member } from '../support/people.ts'

const { world, create, kim, lee, host } = await startHouse()
const { clock, ctx } = world

async function passOf(member: Member, eventId: number): Promise<number> {
  await book(member, eventId)
  const { passes } = (await member.api.get(`/passes?event_id=${eventId}`).expect(200)).body
  return passes.at(-1).id
}

const show = (member: Member, id: number) => member.api.post(`/passes/${id}/showings`)
const renew = (member: Member, id: number, showing: number) =>
  member.api.post(`/passes/${id}/showings/${showing}/codes`)

const rowOf = (id: number) => ctx.db.selectFrom('passes').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

test('code: valid', async () => {
  const id = await create()
  const pass = await passOf(kim, id)
  const { showing, codes, now } = (await show(kim, pass).expect(201)).body
  const row = await rowOf(pass)
  expect(codes).toHaveLength(12)
  const keys = await verifyingKeys(ctx)
  const from = Math.floor(Date.parse(now) / 15_000) * 15
  for (const [n, { text, from: begins, until }] of codes.entries()) {
    const code = decodeCode(text) as NonNullable<ReturnType<typeof decodeCode>>
    expect(verifyCode(keys, code)).toBe('verified')
    expect(code).toMatchObject({
      ...{ event_id: id, public_id: row.public_id, tag: row.tag, generation: 1, type_number: 0 },
      ...{ slot_start: from + 15 * n, lifetime: 20 },
    })
    expect(Date.parse(begins)).toBe(code.slot_start * 1000)
    expect(Date.parse(until) - Date.parse(begins)).toBe(15_000)
    expect(timeOf(code, Date.parse(begins) + 19_000)).toBe('good')
  }
  expect(row.session_id).toBe(kim.actor.session_id)
  expect(showing).toBeGreaterThan(0)
})

test('no code is good for longer than people are admitted: twelve hours from the start, or to a later end', async () => {
  const [short, long] = [await create(startingIn(world, 30)), await create({ ...startingIn(world, 30), ...longer() })]
  for (const [event, hours] of [
    [short, 12],
    [long, 24],
  ] as const) {
    const { codes } = (await show(kim, await passOf(kim, event)).expect(201)).body
    const { starts_at } = (await kim.api.get(`/events/${event}`)).body
    expect(decodeCode(codes[0].text)?.hard_end).toBe(Date.parse(starts_at) / 1000 + hours * 3600)
  }
})

const longer = () => {
  const { end_date: _, end_time: __, ...starts } = startingIn(world, 30)
  const next = new Date(Date.parse(starts.date) + 24 * 3_600_000).toISOString().slice(0, 10)
  return { ...starts, end_date: next, end_time: starts.start_time }
}

test('code: pass that does not exist', async () => {
  for (const answer of [await show(kim, 999_999), await renew(kim, 999_999, 1)]) {
    expect(answer.status).toBe(404)
    expect(answer.body.code).toBe('not_found')
  }
})

test('code: old event', async () => {
  const pass = await passOf(kim, await create(startingIn(world, 30)))
  const { showing } = (await show(kim, pass).expect(201)).body
  clock.advance(91 * 60_000)
  for (const answer of [await show(kim, pass), await renew(kim, pass, showing)])
    expect([answer.status, answer.body.code]).toEqual([409, 'event_over'])
  expect((await kim.api.get(`/passes/${pass}`)).body.state).toBe('over')
})

test('code: someone else’s pass', async () => {
  const pass = await passOf(kim, await create())
  const { showing } = (await show(kim, pass).expect(201)).body
  for (const other of [lee, host]) {
    expect((await show(other, pass)).status).toBe(404)
    expect((await renew(other, pass, showing)).status).toBe(404)
    await other.api.get(`/passes/${pass}`).expect(404)
  }
  expect((await renew(kim, pass, showing)).status).toBe(200)
})

test('code: used pass', async () => {
  const pass = await passOf(kim, await create())
  const { showing } = (await show(kim, pass).expect(201)).body
  await ctx.db.updateTable('passes').set({ used_at: clock.now() }).where('id', '=', pass).execute()
  for (const answer of [await show(kim, pass), await renew(kim, pass, showing)]) {
    expect([answer.status, answer.body.code]).toEqual([409, 'pass_used'])
    expect(answer.body.detail).toMatch(/^This pass was used on .*\d{4}/)
  }
  expect((await kim.api.get(`/passes/${pass}`)).body).toMatchObject({ state: 'used' })
})

test('a pass says at which door it was used', async () => {
  const event = await create()
  const { id } = (await host.api.post(`/events/${event}/doors`).send({ name: 'Side entrance' }).expect(201)).body
  const pass = await passOf(kim, event)
  const { codes } = (await show(kim, pass).expect(201)).body
  const verdict = await host.api
    .post(`/doors/${id}/scans`)
    .send({ code: codes[0].text, scan_id: randomUUID() })
    .expect(200)
  expect(verdict.body.verdict).toBe('admitted')
  expect((await kim.api.get(`/passes/${pass}`)).body).toMatchObject({ state: 'used', used_door: 'Side entrance' })
  expect((await show(kim, pass)).body.detail).toMatch(/ at “Side entrance”\.$/)
  expect((await kim.pages.get(`/passes/${pass}`)).text).toContain('>Side entrance</bdi>')
})

test('code: cancelled pass, cancelled event', async () => {
  const event = await create()
  const pass = await passOf(kim, event)
  const { showing } = (await show(kim, pass).expect(201)).body
  const [{ id }] = (await kim.api.get('/bookings')).body.bookings.filter(
    (one: { event_id: number }) => one.event_id === event,
  )
  await kim.api.post(`/bookings/${id}/cancellation`).expect(200)
  for (const answer of [await show(kim, pass), await renew(kim, pass, showing)])
    expect([answer.status, answer.body.code]).toEqual([409, 'pass_cancelled'])
  const other = await passOf(kim, event)
  await host.api.post(`/events/${event}/cancellation`).send({ reason: 'Ill.' }).expect(200)
  expect((await show(kim, other)).body.code).toBe('event_cancelled')
  expect((await kim.api.get(`/passes/${other}`)).body.state).toBe('cancelled')
})

test('a new showing invalidates earlier codes; renewing continues it, and writes nothing', async () => {
  const pass = await passOf(kim, await create())
  const first = (await show(kim, pass).expect(201)).body
  const before = await rowOf(pass)
  clock.advance(150_000)
  const next = (await renew(kim, pass, first.showing).expect(200)).body
  expect(await rowOf(pass)).toEqual(before)
  expect(next.showing).toBe(first.showing)
  expect(decodeCode(next.codes[0].text)?.tag).toBe(before.tag)
  const second = (await show(kim, pass).expect(201)).body
  expect((await rowOf(pass)).tag).not.toBe(before.tag)
  expect((await renew(kim, pass, first.showing)).body.code).toBe('showing_superseded')
  expect((await renew(kim, pass, second.showing)).status).toBe(200)
  expect((await renew(kim, pass, second.showing + 1)).body.code).toBe('showing_superseded')
})

test('of twenty showings at once one is the present one', async () => {
  const pass = await passOf(kim, await create())
  const showings = await Promise.all(Array.from({ length: 20 }, () => show(kim, pass)))
  expect(showings.map(({ status }) => status)).toEqual(Array(20).fill(201))
  const renewals = await Promise.all(showings.map(({ body }) => renew(kim, pass, body.showing)))
  expect(renewals.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('a showing belongs to its session: another session of the same person starts a new one', async () => {
  const pass = await passOf(kim, await create())
  const phone = (await show(kim, pass).expect(201)).body
  const tablet = await logInAs(world, await getAccount(ctx, kim.id))
  expect((await renew(tablet, pass, phone.showing)).body.code).toBe('showing_superseded')
  const later = (await show(tablet, pass).expect(201)).body
  expect((await renew(kim, pass, phone.showing)).body.code).toBe('showing_superseded')
  expect((await renew(tablet, pass, later.showing)).status).toBe(200)
  expect((await rowOf(pass)).session_id).toBe(tablet.actor.session_id)
})

test('a showing is recorded; no code, tag or session stands in the log', async () => {
  const pass = await passOf(kim, await create())
  await show(kim, pass).expect(201)
  const { tag, session_id, public_id } = await rowOf(pass)
  const passes = ctx.db.selectFrom('audit_entries').selectAll().where('entity', '=', 'pass')
  const entries = await passes.orderBy('id').execute()
  expect(entries.at(-1)).toMatchObject({ action: 'pass_shown', entity_id: pass, actor_id: kim.id })
  for (const secret of [tag, session_id, public_id]) expect(JSON.stringify(entries)).not.toContain(secret)
})

test('a pass is shown 20 times in five minutes at most', async () => {
  const limited = await startHouse({ env: { RATE_LIMITS: 'on' } })
  const event = await limited.create()
  await book(limited.kim, event)
  const [{ id }] = (await limited.kim.api.get('/passes')).body.passes
  const statuses: number[] = []
  for (let n = 0; n < 21; n++) statuses.push((await show(limited.kim, id)).status)
  expect(statuses).toEqual([...Array(20).fill(201), 429])
})

test('without a script the page shows the code of each slot, and a showing that has ended says so', async () => {
  const nia = await join(world, 'nia')
  const event = await create({ types: [{ name: 'Adult', price: 10, places: null }] })
  const [{ id: type_id }] = (await nia.api.get(`/events/${event}`)).body.types
  await book(nia, event, { quantity: 2, type_id })
  const list = await nia.pages.get(`/events/${event}/passes`).expect(200)
  expect(list.text).toContain('Place 2 of 2')
  const [{ id, short_code }] = (await nia.api.get('/passes')).body.passes
  expect(list.text).toContain(short_code)
  const { location } = (await nia.pages.post(`/passes/${id}/showings`).expect(303)).headers
  expect(location).toMatch(`/passes/${id}?showing=`)
  const before = await rowOf(id)
  const [one, same] = [await nia.pages.get(location as string), await nia.pages.get(location as string)]
  expect(one.text).toMatch(/<noscript><meta http-equiv="refresh" content="\d+">/)
  const pictureOf = (html: string) => /<svg xmlns.*?<\/svg>/s.exec(html)?.[0]
  expect(pictureOf(one.text)).toContain('viewBox="0 0 49 49"')
  expect(pictureOf(same.text)).toBe(pictureOf(one.text))
  clock.advance(15_000)
  expect(pictureOf((await nia.pages.get(location as string)).text)).not.toBe(pictureOf(one.text))
  expect(await rowOf(id)).toEqual(before)
  await show(nia, id).expect(201)
  const ended = await nia.pages.get(location as string).expect(200)
  expect(ended.text).toContain('since been shown again')
  expect(ended.text).not.toContain('http-equiv="refresh"')
})

test('the page’s script shows and renews at one address', async () => {
  const pass = await passOf(kim, await create())
  const first = await kim.pages.post(`/passes/${pass}/codes`).expect(200)
  const next = await kim.pages
    .post(`/passes/${pass}/codes`)
    .type('form')
    .send({ showing: first.body.showing })
    .expect(200)
  expect(next.body.showing).toBe(first.body.showing)
  expect(next.body.liveness).toHaveLength(4)
  await kim.pages.post(`/passes/${pass}/codes`).expect(200)
  await kim.pages.post(`/passes/${pass}/codes`).type('form').send({ showing: first.body.showing }).expect(409)
})

test('colour and word change each minute, and are others at another event', () => {
  const [first, second, third] = livenessOf(ctx.config, 1, clock.now(), 3)
  expect(new Set([first?.colour, second?.colour]).size).toBe(2)
  expect(new Set([second?.colour, third?.colour]).size).toBe(2)
  expect((second?.from ?? 0) - (first?.from ?? 0)).toBe(60_000)
  expect(livenessOf(ctx.config, 1, clock.now(), 3)).toEqual([first, second, third])
  const words = (event: number) => livenessOf(ctx.config, event, clock.now(), 20).map(({ word }) => word)
  expect(words(1)).not.toEqual(words(2))
})

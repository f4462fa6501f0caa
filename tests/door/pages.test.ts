import { describe, expect, test } from 'vitest'
import { textOf } from '../accounts/reading.ts'
import { startingIn } from '../events/stage.ts'
import { hangUpAfterwards, openLive } from '../live/stream.ts'
import { pageOf } from '../support/page.ts'
import { join } from '../support/people.ts'
import { shortCodeOf, show, startDoor } from './stage.ts'

const statements: string[] = []
const house = await startDoor({ onStatement: ({ query }) => statements.push(query.sql) })
const { world, host, kim, door, openDoor, scan, kimsPass, event_id } = house
hangUpAfterwards()

/** The verdict on a page, in one line. */
const verdictOf = (html: string) => pageOf(html).get('status', 'Verdict').text

const send = (address: string, body: object) => host.pages.post(address).type('form').send(body)

describe('the page of a door, without JavaScript', () => {
  test('is opened from the event, by the name of the door', async () => {
    expect((await host.pages.get(`/events/${event_id}`)).text).toContain(`href="/events/${event_id}/door"`)
    expect((await kim.pages.get(`/events/${event_id}`)).text).not.toContain('/door"')
    expect(textOf((await host.pages.get(`/events/${event_id}`)).text)).not.toContain('Let people in')
    const tonight = await house.create(startingIn(world, 90))
    expect(textOf((await host.pages.get(`/events/${tonight}`)).text)).toContain('Let people in')
    expect(textOf((await kim.pages.get(`/events/${tonight}`)).text)).not.toContain('Let people in')
    const refused = await send(`/events/${event_id}/doors`, { name: ' ' }).expect(422)
    expect(textOf(refused.text)).toContain('The name of the door needs at least 1 character.')
    const { headers } = await send(`/events/${event_id}/doors`, { name: 'Back door' }).expect(303)
    expect(textOf((await host.pages.get(headers.location as string).expect(200)).text)).toContain('Back door')
    expect(textOf((await host.pages.get(`/events/${event_id}/door`)).text)).toMatch(
      /Back door Opened by mira , last used/,
    )
    expect((await host.pages.get(`/events/${event_id}/door`)).text).toContain('admissions it made offline are lost')
  })

  test('says at the name why no further door is opened', async () => {
    const full = await house.create()
    for (let n = 1; n <= 50; n++) await openDoor(`Door ${n}`, full)
    const { text } = await send(`/events/${full}/doors`, { name: 'One more' }).expect(409)
    expect(pageOf(text).get('alert').text).toBe('50 doors are open at this event. Close one first.')
  })

  test('takes what a keyboard scanner types, and shows the verdict of each scan', async () => {
    const code = await show(world, await kimsPass())
    expect(verdictOf((await send(`/doors/${door}/scans`, { code: `${code}\r\n` }).expect(200)).text)).toBe(
      'Admitted kim',
    )
    expect(verdictOf((await send(`/doors/${door}/scans`, { code }).expect(200)).text)).toMatch(
      /^Refused kim This pass has already been used, (at|on .*,) \d\d:\d\d at “Main entrance” by mira\.$/,
    )
    const typed = await shortCodeOf(world, await kimsPass())
    expect(verdictOf((await send(`/doors/${door}/scans`, { code: typed })).text)).toBe(
      'Check the name kim Check that this is kim.',
    )
    expect(textOf((await send(`/doors/${door}/scans`, { code: '' }).expect(422)).text)).toContain(
      'Scan or type a code.',
    )
  })

  test('takes a second code that is typed before the page for it is there', async () => {
    const page = (await host.pages.get(`/doors/${door}`).expect(200)).text
    const scan_id = /name="scan_id" value="(.*?)"/.exec(page)?.[1]
    const [first, second] = [await show(world, await kimsPass()), await show(world, await house.leesPass())]
    for (const [code, name] of [
      [first, 'kim'],
      [second, 'lee'],
      [first, 'kim'],
    ])
      expect(verdictOf((await send(`/doors/${door}/scans`, { code, scan_id }).expect(200)).text)).toBe(
        `Admitted ${name}`,
      )
  })

  test('finds people by name, lets them in, and undoes what was wrong with a reason', async () => {
    const zoe = await join(world, 'zoe')
    const pass = await house.passOf(zoe)
    const found = (await host.pages.get(`/doors/${door}?q=zoe`).expect(200)).text
    expect(found).toContain(`id="pass-${pass.id}"`)
    const scan_id = new RegExp(
      `name="pass_id" value="${pass.id}">\\s*<input type="hidden" name="scan_id" value="(.*?)"`,
    )
    const admit = { pass_id: String(pass.id), scan_id: scan_id.exec(found)?.[1] }
    const { text } = await send(`/doors/${door}/admissions`, admit).expect(200)
    expect(verdictOf(text)).toBe('Check the name zoe Check that this is zoe.')
    const undo = /action="(\/admissions\/\d+\/undo)"/.exec(text)?.[1] as string
    const asked = await send(undo, { reason: ' ', door: String(door) }).expect(422)
    const [form] = asked.text.split('<details class="rows__more" open>').slice(1)
    expect(form).toContain(`action="${undo}"`)
    expect(textOf(form as string)).toContain('The reason needs at least 1 character.')
    expect(asked.text).toContain(`action="/doors/${door}/scans"`)
    const elsewhere = await send(undo, { reason: ' ' }).expect(422)
    expect(elsewhere.text).toContain(`action="/events/${house.event_id}/doors"`)
    const { headers } = await send(undo, { reason: 'It was her sister.', door: String(door) }).expect(303)
    expect(headers.location).toBe(`/doors/${door}`)
    expect(textOf((await host.pages.get(`/doors/${door}`)).text)).toMatch(
      /zoe (at|on) .* by mira .* Undone It was her sister\./,
    )
  })

  test('marks what is not paid yet, after a scan and in the list of people', async () => {
    const id = await house.create({ price: 12 })
    const at = await openDoor('Cash desk', id)
    const [first, second] = [await house.passOf(kim, id), await house.passOf(await join(world, 'pia'), id)]
    const scanned = await send(`/doors/${at}/scans`, { code: await show(world, first) }).expect(200)
    expect(verdictOf(scanned.text)).toBe('Admitted kim Not paid Mark as paid : kim')
    for (const { booking_id } of [first, second]) {
      const form = `action="/bookings/${booking_id}/payment"`
      expect((await host.pages.get(`/doors/${at}`)).text).toContain(form)
      const paid = { paid: 'on', door: String(at) }
      const { headers } = await send(`/bookings/${booking_id}/payment`, paid).expect(303)
      expect(headers.location).toBe(`/doors/${at}`)
      expect((await host.pages.get(`/doors/${at}`)).text).not.toContain(form)
    }
  })

  test('is no more once the door is closed', async () => {
    const lost = await openDoor('Lost phone')
    const { headers } = await send(`/doors/${lost}/closing`, {}).expect(303)
    expect(headers.location).toBe(`/events/${event_id}/door`)
    expect(textOf((await host.pages.get(`/doors/${lost}`).expect(403)).text)).toContain('This door is closed.')
    expect(textOf((await host.pages.get(`/events/${event_id}/door`)).text)).toMatch(
      /Lost phone Opened by mira , closed/,
    )
  })

  test('has the camera, and no other page of the event has it', async () => {
    const policy = async (path: string) => (await host.pages.get(path).expect(200)).headers['permissions-policy']
    expect(await policy(`/doors/${door}`)).toContain('camera=(self)')
    expect(await policy(`/events/${event_id}/door`)).toContain('camera=()')
  })
})

test('what the script asks is answered as by the API', async () => {
  const pass = await kimsPass()
  const code = await show(world, pass)
  const verdict = (await send(`/doors/${door}/checks`, { code, scan_id: 'script-1' }).expect(200)).body
  expect(verdict).toMatchObject({ verdict: 'admitted', pass: { name: 'kim' } })
  expect(await scan(code, { scan_id: 'script-1' })).toEqual(verdict)
  const byName = (await send(`/doors/${door}/checks`, { pass_id: String(pass.id) }).expect(200)).body
  expect(byName).toMatchObject({ verdict: 'refused', reason: 'used' })
  await send(`/doors/${door}/checks`, { code, pass_id: String(pass.id) }).expect(422)
  const undo = { admission_id: String(verdict.admission_id), reason: 'Wrong queue' }
  const counts = (await send(`/doors/${door}/undo`, undo).expect(200)).body
  expect(counts).toEqual((await host.api.get(`/doors/${door}/counts`)).body)
  expect((await send(`/doors/${door}/undo`, undo).expect(409)).body).toMatchObject({ code: 'already_undone' })
  const address = `/doors/${door}/bundle`
  expect((await host.pages.get(address)).body).toEqual((await host.api.get(address)).body)
})

test('the pages of an event’s doors are refreshed by every admission and undoing, the holder’s page by their own, and no other page', async () => {
  await openLive(world, kim, `?door=${event_id}`, 'api').then(({ status }) => expect(status).toBe(404))
  const doors = await openLive(world, host, `?door=${event_id}`)
  const { admission_id } = await scan(await show(world, await kimsPass()))
  expect(await doors.next()).toBe('refresh')
  await host.api.post(`/admissions/${admission_id}/undo`, { reason: 'Twice' }).expect(204)
  expect(await doors.next()).toBe('refresh')
  const code = await show(world, await kimsPass())
  const [attendee, holder] = await Promise.all(
    [house.lee, kim].map((one) => openLive(world, one, `?event=${event_id}`)),
  )
  const let_in = await scan(code)
  expect(await doors.next()).toBe('refresh')
  expect(await holder?.next()).toBe('refresh')
  await host.api.post(`/admissions/${let_in.admission_id}/undo`, { reason: 'Somebody else' }).expect(204)
  expect(await holder?.next()).toBe('refresh')
  await house.lee.api.delete('/sessions/current').expect(204)
  expect(await attendee?.rest()).toEqual(['ended'])
})

test('a scan that admits takes eight statements, those of the session and the log among them; a page twelve at most', async () => {
  const pass = await kimsPass()
  const code = await show(world, pass)
  statements.length = 0
  expect(await scan(code)).toMatchObject({ verdict: 'admitted' })
  const own = statements.filter((sql) => !/^(begin|commit|savepoint|release)/i.test(sql))
  expect(own.length, own.join('\n')).toBeLessThanOrEqual(8)
  for (const path of [`/doors/${door}`, `/events/${event_id}/door`]) {
    statements.length = 0
    await host.pages.get(path).expect(200)
    expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(12)
  }
})

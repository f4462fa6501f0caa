import { describe, expect, test } from 'vitest'
import type { Person } from '#platform/identity/people.ts'
import { hour } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { join, joinConfirmed, type Member } from '../support/people.ts'
import { book, dayFromNow, startHouse } from './stage.ts'

const { world, host, kim, create } = await startHouse({ env: { SESSION_HOURS: '8000' } })

describe('an invitation that was accepted', () => {
  test('of somebody who has already booked counts as accepted, and needs no answer', async () => {
    const id = await create()
    await book(kim, id)
    const invited = async () => (await host.api.get(`/events/${id}/invitations`).expect(200)).body.invitations
    for (let n = 0; n < 2; n++) {
      await host.api.post(`/events/${id}/invitations`, { who: ['kim'] }).expect(200)
      const [{ state, id: invitation }] = await invited()
      expect(state).toBe('accepted')
      const page = pageOf((await kim.pages.get(`/events/${id}`).expect(200)).text)
      expect(page.all('button', 'Decline')).toEqual([])
      await host.api.delete(`/events/${id}/invitations/${invitation}`).expect(204)
    }
  })

  test('by the address of somebody who has already booked needs no answer; the host does not learn whose it is', async () => {
    const [id, nora] = [await create(), await joinConfirmed(world, 'nora')]
    await book(nora, id)
    await host.api.post(`/events/${id}/invitations`, { who: ['nora@example.com'] }).expect(200)
    const page = pageOf((await nora.pages.get(`/events/${id}`).expect(200)).text)
    expect([page.all('heading', 'Book more places').length, page.all('button', 'Decline')]).toEqual([1, []])
    const declined = await nora.api.post(`/events/${id}/invitation/decline`)
    expect([declined.status, declined.body.code]).toEqual([409, 'invitation_answered'])
    const { invitations } = (await host.api.get(`/events/${id}/invitations`).expect(200)).body
    expect(invitations).toMatchObject([{ person: null, state: 'open' }])
  })

  test('is declined when the last place is cancelled, and open again for somebody who is removed', async () => {
    const id = await create({ visibility: 'invite_only' })
    await host.api.post(`/events/${id}/invitations`, { who: ['kim'] }).expect(200)
    const stateOf = async () => {
      const [invitation] = (await host.api.get(`/events/${id}/invitations`).expect(200)).body.invitations
      expect((await kim.api.get(`/events/${id}`).expect(200)).body.invitation).toBe(invitation.state)
      return invitation.state
    }
    const cancel = (by: Member, { body }: { body: { id: number } }) =>
      by.api.post(`/bookings/${body.id}/cancellation`).expect(200)
    const [first, second] = [await book(kim, id), await book(kim, id)]
    await cancel(kim, first)
    expect(await stateOf()).toBe('accepted')
    await cancel(kim, second)
    expect(await stateOf()).toBe('declined')
    const third = await book(kim, id)
    expect(await stateOf()).toBe('accepted')
    await cancel(host, third)
    expect(await stateOf()).toBe('open')
    await kim.api.post(`/events/${id}/invitation/decline`).expect(200)
  })
})

describe('the names of who comes', () => {
  test('stand behind what one can do', async () => {
    const id = await create({ attendees_visible: true })
    await book(kim, id)
    const page = pageOf((await kim.pages.get(`/events/${id}`).expect(200)).text)
    const titles = page.all('heading').map(({ name }) => name)
    expect(titles.slice(-3)).toEqual(['Your booking', 'Book more places', 'Who is coming'])
  })

  test('are for the host, and for attendees if the host allows it, also with a handed-over place', async () => {
    const id = await create({ attendees_visible: true })
    const friend = await join(world, 'friend')
    const sees = async (member: Member) => {
      const { status } = await member.api.get(`/events/${id}/attendees`)
      const { text } = await member.pages.get(`/events/${id}`).expect(200)
      expect(pageOf(text).all('heading', 'Who is coming')).toHaveLength(status === 200 ? 1 : 0)
      return status === 200
    }
    await book(kim, id, { quantity: 2 })
    expect([await sees(host), await sees(kim), await sees(friend)]).toEqual([true, true, false])
    const [pass] = (await kim.api.get(`/passes?event_id=${id}`).expect(200)).body.passes
    await kim.api.post(`/passes/${pass.id}/handover`, { username: 'friend' }).expect(200)
    expect(await sees(friend)).toBe(true)
    const part = (await kim.api.get(`/events/${id}/attendees?limit=1`).expect(200)).body
    expect(part).toMatchObject({ people: [{ username: 'friend' }], next_after: expect.any(Number) })
    const rest = (await kim.api.get(`/events/${id}/attendees?after=${part.next_after}`).expect(200)).body
    expect(rest).toMatchObject({ people: [{ username: 'kim' }], next_after: null })
    await host.api.patch(`/events/${id}`, { attendees_visible: false }).expect(200)
    expect([await sees(host), await sees(kim), await sees(friend)]).toEqual([true, false, false])
  })
})

describe('the page of attendees', () => {
  test('keeps the reason of a removal that is refused, and says why', async () => {
    const id = await create()
    const { id: booking } = (await book(kim, id)).body
    const remove = (reason: string) =>
      host.pages.post(`/bookings/${booking}/cancellation`).type('form').send({ reason })
    const long = 'x'.repeat(1001)
    const refused = pageOf((await remove(long).expect(422)).text)
    expect(refused.get('alert').text).toBe('The reason can have at most 1000 characters.')
    expect(refused.fieldsOf(`/bookings/${booking}/cancellation`)).toEqual({ reason: long })
    await remove('Too loud').expect(303)
    const again = pageOf((await remove('Too loud').expect(409)).text)
    expect(again.get('alert').text).toContain('This booking is already cancelled.')
  })

  test('says who is invited now and who was already, in few words', async () => {
    const id = await create()
    const told = async (...who: string[]) => {
      const sent = host.pages
        .post(`/events/${id}/invitations`)
        .type('form')
        .send({ who: who.join('\n') })
      const cookie = /flash=([\w-]+)/.exec(String((await sent.expect(303)).headers['set-cookie']))?.[1] ?? ''
      return JSON.parse(Buffer.from(cookie, 'base64url').toString()).text
    }
    expect(await told('kim')).toBe('The invitation is on its way.')
    expect(await told('kim')).toBe('Already invited: kim.')
    const strangers = Array.from({ length: 50 }, (_, n) => `guest${n}@example.com`)
    expect(await told(...strangers)).toBe('50 invitations are on their way.')
    expect(await told(...strangers)).toMatch(/^Already invited: (guest\d@example\.com, ){4}.* and 45 more\.$/)
  })

  test('says why somebody cannot be invited, whatever it is', async () => {
    const id = await create()
    const inviting = async (who: string) => {
      const { text } = await host.pages.post(`/events/${id}/invitations`).type('form').send({ who })
      return pageOf(text)
        .all('alert')
        .map(({ text }) => text)
    }
    expect(await inviting('mira')).toEqual(['The host needs no invitation.'])
    const long = 'x'.repeat(300)
    expect(await inviting(`${long} ${long}y`)).toEqual(['Name people by username or email address.'])
    world.clock.advance(8 * 24 * hour)
    expect(await inviting('kim')).toEqual([expect.stringContaining('This event has already begun.')])
  })
})

describe('however many wait or are invited', () => {
  test('the API tells of all, a portion at a time', async () => {
    const id = await create({ capacity: 1 })
    await book(kim, id)
    const names: string[] = []
    for (let n = 0; n < 3; n++) {
      const one = await join(world, `patient${n}`)
      names.push(`patient${n}`)
      await one.api.post(`/events/${id}/waiting-list`, { quantity: 1 }).expect(204)
    }
    await host.api.post(`/events/${id}/invitations`, { who: names }).expect(200)
    for (const [path, list] of [
      ['waiting-list', 'waiting'],
      ['invitations', 'invitations'],
    ] as const) {
      const portion = async (query: string) => (await host.api.get(`/events/${id}/${path}?${query}`).expect(200)).body
      const first = await portion('limit=2')
      const rest = await portion(`limit=2&after=${first.next_after}`)
      const people = [...first[list], ...rest[list]].map(({ person }) => person.username)
      expect([people, rest.next_after]).toEqual([names, null])
    }
  })

  test('the page leads on to the rest of each list, and leaves the others where they are', async () => {
    const id = await create()
    await book(kim, id)
    for (const part of ['a', 'b', 'c'])
      await host.api
        .post(`/events/${id}/invitations`, { who: Array.from({ length: 50 }, (_, n) => `${part}${n}@example.com`) })
        .expect(200)
    const shown = async (path: string) => {
      const page = pageOf((await host.pages.get(path).expect(200)).text)
      return { page, invited: page.all('button', /^Withdraw/).length, booked: page.all('button', /paid/).length }
    }
    const first = await shown(`/events/${id}/attendees`)
    const rest = await shown(first.page.get('link', 'More invitations').href)
    expect([first.invited, rest.invited, rest.booked]).toEqual([100, 50, 1])
    expect(rest.page.all('link', 'More invitations')).toEqual([])
    const here = first.page.get('link', 'More invitations').href.replace(/#.*/, '')
    const { text } = await host.pages.get(here).expect(200)
    for (const what of ['payment', 'withdrawal', 'cancellation']) {
      const action = new RegExp(`action="([^"]*${what}[^"]*)"`).exec(text)?.[1] as string
      const sent = await host.pages.post(action).type('form').send(pageOf(text).fieldsOf(action)).expect(303)
      expect(sent.headers.location).toBe(here)
    }
  })
})

describe('among many who come', () => {
  test('the host finds those who booked, and to whom a place was handed, by name, and not by address', async () => {
    const id = await create({ date: dayFromNow(world, 100) })
    const [zoe, ada] = [await join(world, 'zoe'), await join(world, 'ada')]
    await book(zoe, id)
    await book(kim, id)
    const { id: handed } = (await book(ada, id, { quantity: 2 })).body
    const [pass] = (await ada.api.get(`/passes?event_id=${id}`).expect(200)).body.passes
    await ada.api.post(`/passes/${pass.id}/handover`, { username: 'zoe' }).expect(200)
    const found = async (q: string) => {
      const { attendees } = (await host.api.get(`/events/${id}/bookings?${new URLSearchParams({ q })}`).expect(200))
        .body
      const page = pageOf(
        (await host.pages.get(`/events/${id}/attendees?${new URLSearchParams({ q })}`).expect(200)).text,
      )
      const shown = page
        .get('region', 'Booked')
        .all('button', /^(Not paid|Paid)/)
        .map(({ name }) => name.split(' ').at(-1))
      expect(shown).toEqual(attendees.map(({ person }: { person: Person }) => person.display_name))
      return attendees.map(({ person }: { person: Person }) => person.username)
    }
    expect(await found('zo')).toEqual(['zoe', 'ada'])
    expect(await found('kim')).toEqual(['kim'])
    for (const none of ['example', '!', 'nobody']) expect(await found(none)).toEqual([])
    // Marked as paid, the person is still looked for.
    const send = host.pages.post(`/bookings/${handed}/payment?q=zo`).type('form').send({ paid: 'on' })
    expect((await send.expect(303)).headers.location).toBe(`/events/${id}/attendees?q=zo`)
  })

  test('the host sees how much is paid of what the places cost, with prices of their types and without cancelled ones', async () => {
    const id = await create({
      price: 10,
      types: [
        { name: 'Child', price: 2.5 },
        { name: 'Adult', price: null },
      ],
    })
    const [child, adult] = (await host.api.get(`/events/${id}`).expect(200)).body.types.map(
      (type: { id: number }) => type.id,
    )
    const first = (await book(kim, id, { quantity: 2, places: [{ type_id: child }, { type_id: adult }] })).body.id
    await book(kim, id, { quantity: 3, type_id: adult })
    const last = (await book(kim, id, { type_id: child })).body.id
    await host.api.post(`/bookings/${last}/cancellation`).expect(200)
    await host.api.put(`/bookings/${first}/payment`, { paid: true }).expect(200)
    expect((await host.api.get(`/events/${id}/bookings?limit=1`).expect(200)).body.payments).toEqual({
      paid: { quantity: 2, amount: 12.5 },
      unpaid: { quantity: 3, amount: 30 },
    })
    const page = async (event: number) =>
      pageOf((await host.pages.get(`/events/${event}/attendees`).expect(200)).text).text
    expect(await page(id)).toContain('Paid: 2 places, €12.50 · Not paid: 3 places, €30')
    expect(await page(await create({ price: null }))).not.toContain('Paid:')
  })
})

import { describe, expect, test } from 'vitest'
import { hour } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import type { Member } from '../support/people.ts'
import { book, startHouse } from './stage.ts'

const { world, host, kim, create } = await startHouse({ env: { SESSION_HOURS: '8000' } })

describe('an invitation that was accepted', () => {
  test('is declined when the last place is cancelled, and open again for whoever is removed', async () => {
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

describe('the page of attendees', () => {
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
    expect(await inviting('kim')).toEqual([expect.stringContaining('This event has begun already.')])
  })
})

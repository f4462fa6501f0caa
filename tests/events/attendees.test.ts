import { describe, expect, test } from 'vitest'
import { hour } from '../support/clock.ts'
import { pageOf } from '../support/page.ts'
import { startHouse } from './stage.ts'

const { world, host, create } = await startHouse({ env: { SESSION_HOURS: '8000' } })

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

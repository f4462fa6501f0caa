import { expect, test } from 'vitest'
import type { Panel } from '#context'
import { features } from '../../src/features.ts'
import { textOf } from '../accounts/reading.ts'
import { startDesk } from '../tickets/desk.ts'

const asked: unknown[] = []

const panelOn = (on: Panel['on']): Panel => ({
  on,
  async read(_ctx, viewer, personId, ticketId) {
    asked.push([on, viewer.username, personId, ticketId])
    if (viewer.username === 'ben') return null
    return {
      title: `Dances <${on}>`,
      rows: [{ href: '/dances/7', title: '<b>Waltz</b>', detail: 'Friday, room 2', badge: '2 places' }],
      more: { href: '/dances', label: 'All dances' },
    }
  },
})

const panels = [panelOn('home'), panelOn('profile'), panelOn('ticket')]
const { customer, anna, ben, open } = await startDesk({ features: { ...features, panels } })

test('a feature’s panel is shown on home, the public profile and the ticket as staff see it', async () => {
  const id = await open()
  const shown = /Dances <(\w+)>.*Waltz<\/b> Friday, room 2 2 places/
  for (const [member, path, on] of [
    [customer, '/home', 'home'],
    [anna, '/home', 'home'],
    [customer, `/people/${anna.username}`, 'profile'],
    [anna, `/tickets/${id}`, 'ticket'],
  ] as const) {
    const { text } = await member.pages.get(path).expect(200)
    expect(shown.exec(textOf(text))?.[1], path).toBe(on)
    expect(text).toContain('href="/dances/7"')
    expect(text).toContain('href="/dances"')
  }
  expect(asked).toEqual([
    ['home', customer.username, customer.id, undefined],
    ['home', 'anna', anna.id, undefined],
    ['profile', customer.username, anna.id, undefined],
    ['ticket', 'anna', customer.id, id],
  ])
})

test('it is missing where it has nothing to show, and on a customer’s ticket', async () => {
  const id = await open()
  for (const [member, path] of [
    [ben, '/home'],
    [ben, `/people/${anna.username}`],
    [customer, `/tickets/${id}`],
  ] as const)
    expect((await member.pages.get(path).expect(200)).text, path).not.toContain('Dances')
})

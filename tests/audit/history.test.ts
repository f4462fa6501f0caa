import { describe, expect, test } from 'vitest'
import { textOf } from '../accounts/reading.ts'
import { ticketOf } from '../support/people.ts'
import { startAuditedDesk } from './desk.ts'

const { world, customer, anna, ben, admin, open } = await startAuditedDesk()

interface Entry {
  id: number
  action: string
  entity: string
  actor: { id: number } | null
}

const historyOf = async (id: number, query = '') =>
  (await anna.api.get(`/tickets/${id}/history${query}`).expect(200)).body as {
    entries: Entry[]
    next_cursor: string | null
  }

async function busyTicket(): Promise<number> {
  const id = await open('A ticket with a past')
  await anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
  await anna.api.post(`/tickets/${id}/notes`, { note: 'The customer is a friend of mine.' }).expect(201)
  await anna.api.put(`/tickets/${id}/priority`, { priority: 'high' }).expect(200)
  await customer.api.patch(`/tickets/${id}`, { title: 'A ticket with a new title' }).expect(200)
  return id
}

describe('a ticket’s history', () => {
  test('has what was recorded about the ticket and its messages, and nothing of another', async () => {
    const other = await open()
    const id = await busyTicket()
    await ben.api.post(`/tickets/${other}/notes`, { note: 'Not this one.' }).expect(201)
    const { entries, next_cursor } = await historyOf(id)
    expect(entries.map(({ action, entity }) => `${entity} ${action}`)).toEqual([
      'ticket edited',
      'ticket priority_changed',
      'message noted',
      'ticket claimed',
      'ticket opened',
    ])
    expect(next_cursor).toBeNull()
    const { text } = await anna.pages.get(`/tickets/${id}/history`).expect(200)
    expect(textOf(text)).toContain('priority before: normal → after: high')
    expect(textOf(text)).toMatch(/anna \(#\d+\) wrote internal note #\d+ .*anna \(#\d+\) claimed the ticket /)
    expect(textOf(text)).toContain(`assistant before: nobody → after: anna (#${anna.id})`)
    expect(text).not.toContain('friend of mine')
  })

  test('shows the newest 20, with a link to the next page', async () => {
    const id = await open()
    for (let n = 0; n < 13; n++) {
      await customer.api.post(`/tickets/${id}/closure`).expect(200)
      await customer.api.post(`/tickets/${id}/reopening`).expect(200)
    }
    const { entries, next_cursor } = await historyOf(id)
    expect(entries).toHaveLength(20)
    const rest = await historyOf(id, `?cursor=${next_cursor}`)
    expect(
      [...entries, ...rest.entries].map(({ action }) => action).filter((action) => action === 'closed').length,
    ).toBe(13)
    expect(rest.entries.at(-1)?.action).toBe('opened')
    expect(rest.next_cursor).toBeNull()
    const { text } = await anna.pages.get(`/tickets/${id}/history`).expect(200)
    expect([...text.matchAll(/id="entry-/g)]).toHaveLength(20)
    expect(text).toContain(`href="/tickets/${id}/history?cursor=`)
  })

  test('is folded away on the ticket’s page for the desk, and costs that page nothing', async () => {
    const id = await busyTicket()
    const { text } = await anna.pages.get(`/tickets/${id}`).expect(200)
    expect(text).toContain(`<turbo-frame id="ticket-history" src="/tickets/${id}/history" loading="lazy"`)
    expect(text).not.toContain('id="entry-')
    const { text: loaded } = await anna.pages.get(`/tickets/${id}/history`).expect(200)
    expect(loaded).toContain('<turbo-frame id="ticket-history"')
  })

  test('tells no addresses: these are for admins', async () => {
    const id = await busyTicket()
    const { text } = await anna.pages.get(`/tickets/${id}/history`).expect(200)
    const { text: json } = await anna.api.get(`/tickets/${id}/history`).expect(200)
    for (const one of [text, json]) expect(one).not.toContain('127.0.0.1')
    const { entries } = (await admin.api.get(`/admin/audit?entity=ticket&entity_id=${id}&action=claimed`)).body
    expect(entries[0].address).toBe('127.0.0.1')
  })

  test('is never shown to customers, not even for their own tickets', async () => {
    const id = await busyTicket()
    for (const end of [`/tickets/${id}/history`, '/tickets/2000000000/history']) {
      await customer.pages.get(end).expect(403)
      await customer.api.get(end).expect(403)
    }
    const { text } = await customer.pages.get(`/tickets/${id}`).expect(200)
    expect(text).not.toContain(`/tickets/${id}/history`)
  })

  test('is not for the member of staff whose own ticket it is', async () => {
    const id = await ticketOf(world, ben)
    await anna.api.put(`/tickets/${id}/priority`, { priority: 'low' }).expect(200)
    await ben.pages.get(`/tickets/${id}/history`).expect(403)
    expect((await ben.api.get(`/tickets/${id}/history`).expect(403)).body.code).toBe('own_ticket')
    expect((await ben.pages.get(`/tickets/${id}`).expect(200)).text).not.toContain('ticket-history')
    expect((await historyOf(id)).entries.map(({ action }) => action)).toEqual(['priority_changed', 'opened'])
  })

  test('of a ticket that does not exist is not found', async () => {
    await anna.pages.get('/tickets/2000000000/history').expect(404)
    await anna.api.get('/tickets/2000000000/history').expect(404)
  })

  test.each(['cursor=abc', 'limit=1000', 'queue=open'])('refuses %s', async (query) => {
    const id = await open()
    await anna.api.get(`/tickets/${id}/history?${query}`).expect(400)
  })
})

import { describe, expect, test } from 'vitest'
import { writeNote } from '#desk/tickets/notes.ts'
import { openTicket } from '#desk/tickets/tickets.ts'
import { changeProfile } from '#people/accounts/accounts.ts'
import { deleteAccount } from '#people/privacy/deletion.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { minute } from '../support/clock.ts'
import { join, type Member } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { found, walked } from './found.ts'

const world = await startApp()
const [anna, boss] = [await join(world, 'anna', 'assistant'), await join(world, 'boss', 'admin')]
const [odon, lea] = [await join(world, 'odon77'), await join(world, 'lea')]

async function opened(of: Member, title: string, message = 'Nothing more to say.'): Promise<number> {
  world.clock.advance(minute)
  return (await openTicket(world.ctx, of.actor, { title, message })).ticket_id
}

await updateAccount(world.ctx, odon.id, { display_name: 'Ödön Kovács-Meyer', email: 'o.kovacs@tanz.example.org' })
const first = await opened(odon, 'A lost umbrella')
const second = await opened(odon, 'A refund, please')
const leas = await opened(lea, 'About my jacket', `It is like the one in ticket ${first}, says Kovács.`)

describe('staff find the tickets of a person', () => {
  test.each([
    'odon77',
    'ODON77',
    'Ödön',
    'oedoen',
    'odon meyer',
    'Kovács-Meyer',
    'o.kovacs@tanz.example.org',
    'tanz',
    'öd',
  ])('by %s', async (q) => {
    expect((await found(anna, q)).toSorted()).toEqual(expect.arrayContaining([first, second]))
    expect(await found(anna, q)).not.toContain(leas)
  })

  test('before those in which the name is only mentioned', async () => {
    expect(await found(anna, 'kovacs')).toEqual([second, first, leas])
  })

  test('together with words of the ticket', async () => {
    expect(await found(anna, 'kovacs refund')).toEqual([second])
    expect(await found(anna, { q: 'kovacs', status: 'closed' })).toEqual([])
    expect(await walked(anna, { q: 'kovacs', sort: 'oldest' }, 1)).toEqual([first, second, leas])
  })

  test('by the name that the person has now, and no longer once it is deleted', async () => {
    const mia = await join(world, 'mia')
    const id = await opened(mia, 'Where is the studio?')
    await changeProfile(world.ctx, mia.actor, { display_name: 'Žofie Nováková' })
    expect(await found(anna, 'novakova')).toEqual([id])
    await deleteAccount(world.ctx, boss.id, mia.id)
    for (const q of ['novakova', 'mia', 'mia@example.com']) expect(await found(anna, q)).toEqual([])
  })
})

describe('a ticket is found by its number', () => {
  test.each([
    ...['49', '#49', '[#49]', ' 49 '],
    ...['ticket 49', 'Ticket #49', 'no. 49', 'Ticket No. 49', 'ticket number 49'],
    ...['Ticket: #49', 'ticket nr.: 49', 'https://desk.example.org/ticket/49'],
    ...['https://desk.example.org/tickets/49', 'http://127.0.0.1:3000/tickets/49#message-7', '/tickets/49'],
    ...['Re: [#49] A lost umbrella', 'AW: Re: [#49] What it was called before'],
  ])('staff first of all: %s', async (asked) => {
    const q = asked.replace('49', String(first))
    expect(await found(anna, q)).toEqual([first, leas])
  })

  test('with other words, and by its own customer alone', async () => {
    expect(await found(anna, `[#${first}] jacket`)).toEqual([leas])
    expect(await found(anna, `[#${first}] umbrella`)).toEqual([first])
    expect(await found(odon, `#${first}`)).toEqual([first])
    expect(await found(lea, `#${first}`)).toEqual([leas])
    expect(await found(lea, `#${second}`)).toEqual([])
  })
})

test('customers find nothing by what only staff know', async () => {
  await writeNote(world.ctx, anna.actor, leas, 'Odon77 writes from o.kovacs@tanz.example.org.')
  for (const q of ['odon77', 'tanz', 'o.kovacs@tanz.example.org', 'lea@example.com', 'lea', 'anna'])
    expect(await found(lea, q)).toEqual([])
})

test('admins find accounts by any part of a name or address, and by the id', async () => {
  const accounts = async (q: string) => {
    const { body } = await boss.api.get(`/admin/accounts?q=${encodeURIComponent(q)}`).expect(200)
    return body.accounts.map(({ id }: { id: number }) => id)
  }
  for (const q of ['ödön', 'kovacs', 'MEYER', 'tanz.example', 'o.kovacs@', 'odon77', `#${odon.id}`, `id:${odon.id}`])
    expect(await accounts(q), q).toEqual([odon.id])
  expect(await accounts(String(odon.id))).toEqual([odon.id])
  expect(await accounts('ödön lea')).toEqual([])
})

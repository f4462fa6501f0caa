import { describe, expect, test } from 'vitest'
import { deleteAccount } from '#people/privacy/deletion.ts'
import { updateAccount } from '#platform/identity/account-queries.ts'
import { pageOf } from '../support/page.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { idsOn } from './desk.ts'

const world = await startApp()
const boss = await join(world, 'boss', 'admin')
const anna = await join(world, 'anna', 'assistant')
const annabel = await join(world, 'Annabel')
const ben = await join(world, 'ben')
const cleo = await join(world, 'cleo')
const dora = await join(world, 'dora')
await updateAccount(world.ctx, ben.id, { display_name: 'Änne 100%_Sure', email_verified_at: 1 })
await updateAccount(world.ctx, cleo.id, { suspended_at: 1 })
await deleteAccount(world.ctx, null, dora.id)

/** The ids found on the page and over the API, which must be the same. */
async function found(query: Record<string, string>): Promise<number[]> {
  const address = `?${new URLSearchParams(query)}`
  const page = await boss.pages.get(`/admin/accounts${address}`).expect(200)
  const { body } = await boss.api.get(`/admin/accounts${address}`).expect(200)
  const ids = body.accounts.map(({ id }: { id: number }) => id)
  expect(idsOn(page.text, 'account')).toEqual(ids)
  return ids
}

const everybody = [dora, cleo, ben, annabel, anna, boss].map(({ id }) => id)

describe('the list of accounts', () => {
  test('shows everybody, newest first', async () => {
    expect(await found({})).toEqual(everybody)
  })

  test.each([
    ['anna', [annabel.id, anna.id]],
    ['ANNAB', [annabel.id]],
    ['anna@', [annabel.id, anna.id]],
    ['anna@ex', [anna.id]],
    ['änne SURE', [ben.id]],
    ['aenne', [ben.id]],
    [`${ben.id}`, [ben.id]],
    ['ben@example.com', [ben.id]],
    ['Änne', [ben.id]],
    ['nna', []],
    ['%', []],
    ['_nna', []],
    ['Änne 100%', [ben.id]],
    ["' or 1=1 --", []],
    ['\\', []],
    ['\u{10FFFF}', []],
    ['dora', []],
    ['deleted-', [dora.id]],
  ])('finds by the beginning %j', async (q, ids) => {
    expect(await found({ q })).toEqual(ids)
  })

  test.each([
    [{ type: 'assistant' }, [anna.id]],
    [{ type: 'admin' }, [boss.id]],
    [{ state: 'suspended' }, [cleo.id]],
    [{ state: 'deleted' }, [dora.id]],
    [{ state: 'active' }, [ben.id]],
    [{ state: 'unverified' }, [annabel.id, anna.id, boss.id]],
    [{ type: 'customer', state: 'unverified', q: 'anna' }, [annabel.id]],
    [{ type: '', state: '', q: '' }, everybody],
  ])('filters by %j, and keeps that in its form', async (query, ids) => {
    expect(await found(query)).toEqual(ids)
    const { text } = await boss.pages.get(`/admin/accounts?${new URLSearchParams(query)}`)
    for (const value of Object.values(query)) if (value) expect(text).toMatch(`value="${value}"`)
  })

  test('pages on to its end, with the filter in each address', async () => {
    const first = await boss.pages.get('/admin/accounts?limit=2&state=unverified').expect(200)
    expect(idsOn(first.text, 'account')).toEqual([annabel.id, anna.id])
    const next = pageOf(first.text).get('link', 'More').href
    expect(next).toContain('state=unverified')
    const second = await boss.pages.get(next).expect(200)
    expect(idsOn(second.text, 'account')).toEqual([boss.id])
    expect(second.text).not.toContain('cursor=')

    const ids: number[] = []
    for (let cursor = ''; ; ) {
      const { body } = await boss.api.get(`/admin/accounts?limit=4${cursor}`).expect(200)
      ids.push(...body.accounts.map(({ id }: { id: number }) => id))
      if (!body.next_cursor) break
      cursor = `&cursor=${body.next_cursor}`
    }
    expect(ids).toEqual(everybody)
  })

  test.each(['type=boss', 'state=gone', 'cursor=nonsense', 'limit=0', 'sort=name', `q=${'x'.repeat(300)}`])(
    'refuses %s',
    async (query) => {
      await boss.pages.get(`/admin/accounts?${query}`).expect(400)
      await boss.api.get(`/admin/accounts?${query}`).expect(400)
    },
  )

  test('gives no secret away', async () => {
    const { text } = await boss.api.get('/admin/accounts')
    expect(text).not.toMatch(/password|hash|argon/)
  })
})

import { describe, expect, test } from 'vitest'
import { recordFailedLogin } from '#people/sessions/failed-logins.ts'
import { textOf } from '../accounts/reading.ts'
import { join, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { idsOn } from './desk.ts'

const world = await startApp()
const boss = await join(world, 'boss', 'admin')
const from = (address: string, user_agent = 'Mozilla/5.0 <b>bold</b>') => ({
  ...world.ctx,
  client: { address, user_agent, limits: [] },
})
await recordFailedLogin(from('192.0.2.1'), 'anna', null, 'wrong')
await recordFailedLogin(from('192.0.2.17'), 'Annabel', boss.id, 'suspended')
await recordFailedLogin(from('2001:db8::1'), '<script>alert(1)</script>', null, 'wrong')
await recordFailedLogin(from('192.0.2.1'), 'boss', boss.id, 'second_step')
const names = { anna: 1, annabel: 2, script: 3, boss: 4 }

async function found(query: Record<string, string>): Promise<number[]> {
  const address = `?${new URLSearchParams(query)}`
  const page = await boss.pages.get(`/admin/failed-logins${address}`).expect(200)
  const { body } = await boss.api.get(`/admin/failed-logins${address}`).expect(200)
  const ids = body.failed_logins.map(({ id }: { id: number }) => id)
  expect(idsOn(page.text, 'failure')).toEqual(ids)
  return ids
}

test('each at an account is in the audit log as well, without the name that was tried', async () => {
  const { body } = await boss.api.get('/admin/audit?action=login_failed').expect(200)
  expect(
    body.entries.map((entry: { entity_id: number | null; after: object }) => [entry.entity_id, entry.after]),
  ).toEqual([
    [boss.id, { reason: 'second_step' }],
    [boss.id, { reason: 'suspended' }],
  ])
  expect(JSON.stringify(body)).not.toMatch(/annabel|script/i)
  const text = textOf((await boss.pages.get('/admin/audit?action=login_failed').expect(200)).text)
  expect(text).toContain(`System refused a login · the account of boss (#${boss.id})`)
  expect(text).toContain('Wrong second step')
  expect(text).not.toContain('second_step')
})

describe('the list of failed logins', () => {
  test.each([
    [{}, [4, 3, 2, 1]],
    [{ q: 'ANNA' }, [names.annabel, names.anna]],
    [{ q: '<script' }, [names.script]],
    [{ q: '%' }, []],
    [{ address: '192.0.2.1' }, [names.boss, names.annabel, names.anna]],
    [{ address: '2001:DB8:' }, [names.script]],
    [{ reason: 'wrong' }, [names.script, names.anna]],
    [{ reason: 'wrong', q: 'anna', address: '192.' }, [names.anna]],
  ])('with %j', async (query, ids) => {
    expect(await found(query as Record<string, string>)).toEqual(ids)
  })

  test('shows what strangers sent as text', async () => {
    const { text } = await boss.pages.get('/admin/failed-logins').expect(200)
    expect(text).not.toContain('<script>alert')
    expect(text).not.toContain('<b>bold')
    expect(textOf(text)).toContain('<b>bold</b>')
  })

  test('pages on', async () => {
    const { body } = await boss.api.get('/admin/failed-logins?limit=3').expect(200)
    const rest = await boss.api.get(`/admin/failed-logins?limit=3&cursor=${body.next_cursor}`).expect(200)
    expect(rest.body).toMatchObject({ failed_logins: [{ id: 1, name_tried: 'anna' }], next_cursor: null })
  })

  test.each(['reason=bored', 'q=%00', 'cursor=x'])('refuses %s', async (query) => {
    await boss.pages.get(`/admin/failed-logins?${query}`).expect(400)
    await boss.api.get(`/admin/failed-logins?${query}`).expect(400)
  })

  test('has a real one, without what was typed as password', async () => {
    await world
      .api()
      .post('/api/v1/sessions')
      .send({ login: 'boss', password: `${password}!` })
      .expect(422)
    const { text, body } = await boss.api.get('/admin/failed-logins?limit=1').expect(200)
    expect(body.failed_logins[0]).toMatchObject({ name_tried: 'boss', account_id: boss.id, reason: 'wrong' })
    expect(text).not.toContain(password)
  })
})

import { describe, expect, test } from 'vitest'
import { pageOf } from '../support/page.ts'
import { join, password } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { lastAudit, post, rowOf, somebody } from './desk.ts'

const world = await startApp()
const boss = await join(world, 'boss', 'admin')
const page = (id: number) => `/admin/accounts/${id}`

describe.each(['page', 'api'] as const)('renaming by %s', (router) => {
  const rename = (id: number, fields: object) =>
    router === 'page' ? post(boss, page(id), fields as never) : boss.api.patch(page(id), fields)

  test('replaces username, name and picture; the new username logs in, and no name is in the log', async () => {
    const one = await somebody(world)
    const username = `new${router}`
    await rename(one.id, { username, display_name: 'Somebody', profile_icon: 'teal' }).expect(
      router === 'page' ? 303 : 200,
    )
    expect(await rowOf(world, one.id)).toMatchObject({ username, username_key: username, display_name: 'Somebody' })
    await world.api().post('/api/v1/sessions').send({ login: username, password }).expect(201)
    await world.api().post('/api/v1/sessions').send({ login: one.username, password }).expect(422)
    const audit = await lastAudit(world, one.id)
    expect(audit).toMatchObject({ action: 'account_renamed', actor_id: boss.id })
    expect(audit?.before).toBeNull()
    expect(Object.keys(JSON.parse(audit?.after ?? ''))).toEqual(['changed'])
    expect(JSON.stringify(audit)).not.toMatch(/Somebody|newapi|newpage/)
  })

  test.each([
    ['username', 'boss'],
    ['username', 'BOSS'],
    ['username', 'two words'],
    ['username', 'system'],
    ['username', ''],
    ['display_name', 'two\r\nlines'],
    ['display_name', ''],
    ['profile_icon', 'gold'],
  ])('refuses %s %j with its reason', async (field, value) => {
    const one = await somebody(world)
    const before = await rowOf(world, one.id)
    const answer = await rename(one.id, { [field]: value }).expect(422)
    if (router === 'page') expect(answer.text).toContain('error-summary')
    else expect(answer.body.errors[0].field).toBe(field)
    expect(await rowOf(world, one.id)).toEqual(before)
  })

  test('has no other field', async () => {
    const one = await somebody(world)
    await rename(one.id, { email: 'evil@example.com' }).expect(422)
    await rename(one.id, { account_type: 'admin' }).expect(422)
  })
})

test('a page that was open leaves a name that somebody has changed since', async () => {
  const one = await somebody(world)
  await boss.api.patch(page(one.id), { profile_icon: 'red' }).expect(200)
  const drawn = pageOf((await boss.pages.get(page(one.id))).text).fieldsOf(page(one.id))
  await one.api.patch('/me', { display_name: 'Chosen since' }).expect(200)
  await post(boss, page(one.id), { ...drawn, profile_icon: 'teal' }).expect(303)
  expect(await rowOf(world, one.id)).toMatchObject({ display_name: 'Chosen since', profile_icon: 'teal' })
})

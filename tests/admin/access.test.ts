import { describe, expect, test } from 'vitest'
import { setSuspended } from '#people/admin/account-queries.ts'
import { apiRoutes, pageRoutes } from '../../src/app.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { somebody } from './desk.ts'

const world = await startApp()
await join(world, 'theadmin', 'admin')

/** The permission matrix (tests/permissions) covers the other roles. */
test('every page and every operation below /admin is for admins', () => {
  const routes = [...pageRoutes, ...apiRoutes].filter(({ path }) => path.startsWith('/admin'))
  for (const router of ['page', 'api'])
    expect(routes.filter((route) => route.router === router).length).toBeGreaterThan(15)
  expect(routes.filter((route) => route.for !== 'admin')).toEqual([])
})

test('an admin who is suspended while logged in is nobody there', async () => {
  const admin = await somebody(world, 'admin')
  await setSuspended(world.ctx, admin.id, true)
  await admin.api.get('/admin/accounts').expect(401)
  await admin.pages
    .get('/admin')
    .redirects(0)
    .expect(303)
    .expect('location', /^\/login/)
})

describe('the way in', () => {
  test.each([
    ['admin', true],
    ['assistant', false],
    ['customer', false],
  ] as const)('for an account of type %s is shown: %s', async (type, shown) => {
    const member = await somebody(world, type)
    const { text } = await member.pages.get('/home').expect(200)
    expect(text.includes('href="/admin"')).toBe(shown)
  })
})

import { describe, expect, test } from 'vitest'
import { setSuspended } from '#people/admin/account-queries.ts'
import { apiRoutes, pageRoutes } from '../../src/app.ts'
import { bodyHeaders, jsonType, rawRequest } from '../hostile/raw-request.ts'
import { fingerprint } from '../permissions/fingerprint.ts'
import { join, type Member } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { somebody } from './desk.ts'

const world = await startApp()
await join(world, 'theadmin', 'admin')
const victim = await join(world, 'victim')

const routes = [...pageRoutes, ...apiRoutes].filter(({ path }) => path.startsWith('/admin'))

const askers: Record<string, () => Promise<Member | null>> = {
  nobody: async () => null,
  'a customer': () => somebody(world),
  'an assistant': () => somebody(world, 'assistant'),
  'the account itself': async () => victim,
  'a suspended admin': async () => {
    const admin = await somebody(world, 'admin')
    await setSuspended(world.ctx, admin.id, true)
    return admin
  },
}

const loggedOut = new Set(['nobody', 'a suspended admin'])

test('there are pages and an API to be refused', () => {
  expect(routes.filter(({ router }) => router === 'page').length).toBeGreaterThan(15)
  expect(routes.filter(({ router }) => router === 'api').length).toBeGreaterThan(15)
  expect(routes.every((route) => route.for === 'admin')).toBe(true)
})

describe.each(Object.entries(askers))('for %s', (who, ask) => {
  test.each(routes.map(({ router, method, path }) => [router, method.toUpperCase(), path] as const))(
    '%s %s %s does nothing',
    async (router, method, path) => {
      const member = await ask()
      const before = await fingerprint(world.ctx)
      const token = member?.token ?? ''
      const takesBody = router === 'api' && method !== 'GET'
      const answer = await rawRequest(world.url, {
        method,
        path: (router === 'api' ? '/api/v1' : '') + path.replace(':id', String(victim.id)),
        headers: {
          ...(router === 'api' ? member && { authorization: `Bearer ${token}` } : { cookie: `session=${token}` }),
          ...(router === 'page' && { 'sec-fetch-site': 'same-origin' }),
          ...(takesBody && bodyHeaders(jsonType, '{}')),
        },
        ...(takesBody && { body: '{}' }),
      })
      const refused = router === 'page' ? 303 : 401
      expect(answer.status).toBe(loggedOut.has(who) ? refused : 403)
      if (answer.status === 303) expect(answer.headers.location).toMatch(/^\/login/)
      expect(await fingerprint(world.ctx)).toEqual(before)
    },
  )
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

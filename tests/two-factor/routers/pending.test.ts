import { describe, expect, test } from 'vitest'
import { classicRoutes } from '#desk/classic/router.ts'
import type { Audience, Route } from '#platform/http/route.ts'
import { apiRoutes, pageRoutes } from '../../../src/app.ts'
import { bodyHeaders, formType, jsonType, rawRequest } from '../../hostile/raw-request.ts'
import { takesBody } from '../../permissions/bodies.ts'
import { fingerprint } from '../../permissions/fingerprint.ts'
import { join, ticketOf } from '../../support/people.ts'
import { startApp } from '../../support/world.ts'
import { halfToken, protect } from '../authenticator-app.ts'

const world = await startApp()
const kim = await join(world, 'kim')
const boss = await join(world, 'boss', 'admin')
const ticket = await ticketOf(world, kim)
await protect(world, boss)

const closed: Audience[] = ['member', 'customer', 'staff', 'admin']
const classic: Route[] = classicRoutes.map((route) => ({ ...route, router: 'classic' as Route['router'] }))
const routes = [...pageRoutes, ...apiRoutes, ...classic].filter((route) => closed.includes(route.for))
const named = routes.map((route): [string, Route] => [`${route.router} ${route.method} ${route.path}`, route])

const pathOf = ({ router, path }: Route) =>
  (router === 'api' ? '/api/v1' : '') +
  path.replace(/:passkey|:handle/, 'abcdefghijklmnop').replace(/:\w+/g, String(ticket))

/** Sends the pending token wherever a token could be read. */
function ask(route: Route, token: string) {
  const method = route.method.toUpperCase()
  const page = route.router === ('page' as string)
  const body = takesBody(method) ? (page ? 'a=b' : '{}') : ''
  const type = route.accepts === 'multipart' ? 'multipart/form-data; boundary=b' : page ? formType : jsonType
  const headers = {
    cookie: `session=${token}`,
    authorization: `Bearer ${token}`,
    'sec-fetch-site': 'same-origin',
    ...(body && bodyHeaders(type, body)),
  }
  return rawRequest(world.url, { method, path: pathOf(route), headers, body })
}

test('there are routes of every router to try', () => {
  expect(routes.length).toBeGreaterThan(60)
  expect(new Set(routes.map(({ router }) => router))).toEqual(new Set(['page', 'api', 'classic']))
  expect(routes.map(({ path }) => path)).toContain('/live')
})

describe('between the two steps even an admin can do nothing', async () => {
  const token = await halfToken(world, boss)

  test.each(named)('%s', async (_name, route) => {
    const before = await fingerprint(world.ctx)
    const { status, headers, text } = await ask(route, token)
    if (route.router === ('page' as string)) {
      expect(status).toBe(303)
      expect(headers.location).toMatch(/^\/login\/second-step(\?next=|$)/)
    } else {
      expect(status).toBe(route.router === 'api' ? 401 : 403)
      if (route.router === 'api') expect(JSON.parse(text).code).toBe('second_step_required')
      expect(Object.keys(JSON.parse(text))).not.toContain('id')
    }
    expect(await fingerprint(world.ctx)).toEqual(before)
  })
})

test('between the two steps every page looks as it does for nobody', async () => {
  const token = await halfToken(world, boss)
  for (const path of ['/', '/login', '/register', '/api/docs', '/forgot']) {
    const answer = await rawRequest(world.url, { path, headers: { cookie: `session=${token}` } })
    expect(answer.status).toBe(200)
    expect(answer.text).not.toContain('boss')
    expect(answer.text).not.toContain('/logout')
  }
})

test('the classic contract gives no token for an account with two-factor login', async () => {
  const names = { username: 'boss', password: 'correct horse battery' }
  const { status, body } = await world.api().post('/login').send(names)
  expect(status).toBe(403)
  expect(body).not.toHaveProperty('access_token')
})

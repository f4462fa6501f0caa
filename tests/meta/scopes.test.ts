import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Route } from '#platform/http/route.ts'
import { tokenScopes } from '#platform/identity/actor.ts'
import { apiRoutes, pageRoutes } from '../../src/app.ts'
import { nameOf } from '../permissions/table.ts'

const withScope = (...scopes: unknown[]) => apiRoutes.filter(({ scope }) => scopes.includes(scope))
const asksForPassword = ({ body, reauthenticate }: Route) =>
  reauthenticate || (body instanceof z.ZodObject && 'current_password' in body.shape)

test('every route of the API says what a token must have, but for those that look at none', () => {
  const without = withScope(undefined)
  expect(without.filter(({ for: audience }) => audience !== 'guest' && audience !== 'pending').map(nameOf)).toEqual([])
  expect(withScope(undefined, 'session', ...tokenScopes)).toHaveLength(apiRoutes.length)
  expect(pageRoutes.filter(({ scope }) => scope !== undefined).map(nameOf)).toEqual([])
})

test('the scope “read” changes nothing', () => {
  expect(
    withScope('read')
      .filter(({ method }) => method !== 'get')
      .map(nameOf),
  ).toEqual([])
})

test('what an admin alone may do takes the scope “admin”, or a session', () => {
  const ofAdmins = apiRoutes.filter(({ for: audience }) => audience === 'admin')
  expect(ofAdmins.filter(({ scope }) => scope !== 'admin' && scope !== 'session').map(nameOf)).toEqual([])
})

test('what asks who it is takes a session', () => {
  const asking = apiRoutes.filter(asksForPassword)
  expect(asking.length).toBeGreaterThan(10)
  expect(asking.filter(({ scope }) => scope !== 'session' && scope !== undefined).map(nameOf)).toEqual([])
})

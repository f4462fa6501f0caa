import { expect, test } from 'vitest'
import { makeToken } from '#people/api-tokens/tokens.ts'
import { type TokenScope, tokenScopes } from '#platform/identity/actor.ts'
import { apiRoutes } from '../../src/app.ts'
import { join } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { fingerprint } from './fingerprint.ts'
import { readBySessionAlone, routesOfScope } from './token-scopes.ts'

const world = await startApp()
const chief = await join(world, 'chief', 'admin')

async function askWith(scopes: readonly TokenScope[]) {
  const { token } = await makeToken(world.ctx, chief.actor, { name: 'Any', scopes: [...scopes], expires_in_days: 30 })
  // Without a body, which some routes take as a form and others as JSON.
  const ask = async (method: string, path: string) => {
    const headers = { authorization: `Bearer ${token}` }
    const answer = await fetch(`${world.url}/api/v1${path}`, { method: method.toUpperCase(), headers })
    const problem = answer.status >= 400 ? await answer.json() : {}
    return { status: answer.status, code: String(problem.code), scope: problem.scope ?? '' }
  }
  // The first use is kept.
  await ask('get', '/me')
  return ask
}
type Ask = Awaited<ReturnType<typeof askWith>>

const asksFor = async (scopes: (scope: TokenScope) => readonly TokenScope[]) =>
  Object.fromEntries(
    await Promise.all(tokenScopes.map(async (scope) => [scope, await askWith(scopes(scope))] as const)),
  ) as Record<TokenScope, Ask>

const only = await asksFor((scope) => [scope])
const allBut = await asksFor((scope) => tokenScopes.filter((other) => other !== scope))
const all = await askWith(tokenScopes)

const nameOf = ({ method, path }: { method: string; path: string }) => `${method.toUpperCase()} ${path}`
const scopeOf = (name: string): TokenScope | 'session' => {
  for (const [scope, names] of Object.entries(routesOfScope)) if (names.includes(name)) return scope as TokenScope
  return name.startsWith('GET ') && !readBySessionAlone.includes(name) ? 'read' : 'session'
}

/** Nothing has these ids, so people who may use the route get 404. */
const addressOf = (path: string) => path.replace(/:\w+/g, '2147483000')

const rows = apiRoutes
  .filter(({ scope }) => scope !== undefined)
  .map(({ method, path }) => ({ method, path: addressOf(path), name: nameOf({ method, path }) }))
  .map((row) => ({ ...row, scope: scopeOf(row.name) }))

test('every name in the table is one of a route', () => {
  const named = [...Object.values(routesOfScope).flat(), ...readBySessionAlone]
  expect(named.filter((name) => !rows.some((row) => row.name === name))).toEqual([])
})

test('a token with every scope but the one of the route is refused, and nothing is stored', async () => {
  const before = await fingerprint(world.ctx)
  const [told, expected]: [string[], string[]] = [[], []]
  for (const { name, method, path, scope } of rows) {
    const answer = await (scope === 'session' ? all : allBut[scope])(method, path)
    told.push(`${name}: ${answer.status} ${answer.code} ${answer.scope}`)
    expected.push(`${name}: 403 ${scope === 'session' ? 'session_required ' : `insufficient_scope ${scope}`}`)
  }
  expect(told).toEqual(expected)
  expect(await fingerprint(world.ctx)).toEqual(before)
})

test('a token with the scope of the route alone is let in', async () => {
  const refused: string[] = []
  for (const { name, method, path, scope } of rows) {
    // The stream would not end; tests/api-tokens covers it.
    if (scope === 'session' || name === 'GET /live') continue
    const { status, code } = await only[scope](method, path)
    if (status === 401 || status >= 500 || /scope|session_required|_only$/.test(code)) refused.push(name)
  }
  // A ticket is opened by customers.
  expect(refused).toEqual(['POST /tickets'])
})

import type { Express, Router } from 'express'
import { expect, test } from 'vitest'
import { classicRoutes } from '#desk/classic/router.ts'
import { apiRoutes, createApp, pageRoutes } from '../../src/app.ts'
import { nameOf, rows } from '../permissions/table.ts'
import { startApp } from '../support/world.ts'

const world = await startApp()
const classic = classicRoutes.map((route) => ({ ...route, router: 'classic' }))
const declared = [...pageRoutes, ...apiRoutes, ...classic].map(nameOf)
const inMatrix = new Set(rows.map(nameOf))

test('every declared route is in the permission matrix', () => {
  expect(declared.filter((name) => !inMatrix.has(name))).toEqual([])
})

test('the permission matrix has no row for a route that is gone', () => {
  const gone = [...inMatrix].filter((name) => !name.startsWith('root ') && !declared.includes(name))
  expect(gone).toEqual([])
})

test('no route is declared twice', () => {
  expect(declared.filter((name, n) => declared.indexOf(name) !== n)).toEqual([])
})

test('a file of any length is read where it holds up nobody else', () => {
  const files = pageRoutes.filter(({ path }) => path.endsWith('.csv'))
  expect(files.length).toBeGreaterThan(3)
  expect(files.filter((route) => !route.heavy && route.for !== 'admin').map(nameOf)).toEqual([])
})

test('whatever else the program answers is in the permission matrix too', () => {
  const known = new Set(rows.map(({ method, path }) => `${method} ${path}`))
  const mounted = routesIn(createApp(world.ctx).router)
  expect(mounted.length).toBeGreaterThanOrEqual(known.size)
  expect(mounted.filter((name) => !known.has(name))).toEqual([])
})

/** Every method and path that Express would answer; the API's paths without their prefix. */
function routesIn(router: Express['router'] | Router): string[] {
  return router.stack.flatMap(({ route, handle }) => {
    if ('parts' in handle) return [...new Set((handle.parts as Map<string, Router>).values())].flatMap(routesIn)
    if (!route) return 'stack' in handle ? routesIn(handle as unknown as Router) : []
    const methods = route.stack.map((layer) => layer.method).filter((method) => method !== undefined)
    return [...new Set(methods)].map((method) => `${method.toUpperCase()} ${route.path}`)
  })
}

import { describe, expect, test } from 'vitest'
import { fingerprint } from '../../permissions/fingerprint.ts'
import { startApp } from '../../support/world.ts'
import { Findings } from '../explained.ts'
import { rawRequest } from '../raw-request.ts'
import { allRoutes } from '../targets.ts'

const world = await startApp()

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']

const addressOf = (router: string, path: string) => (router === 'api' ? '/api/v1' : '') + path.replaceAll(/:\w+/g, '1')
const taken = Map.groupBy(allRoutes, ({ route, router }) => addressOf(router, route.path))
/** Pages and the classic contract share addresses: each answers methods that the other does not have. */
const addresses = [...taken].map(([address, routes]) => ({
  address,
  takes: routes.map(({ route }) => route.method.toUpperCase()),
}))

describe.each(addresses)('$address', ({ address, takes }) => {
  test('says which methods it takes, and takes no other', async () => {
    const before = await fingerprint(world.ctx)
    const findings = new Findings()

    for (const method of methods.filter((method) => !takes.includes(method) && !isOldPage(method, address))) {
      const answer = await rawRequest(world.url, {
        method,
        path: address,
        headers: { 'sec-fetch-site': 'same-origin' },
      })
      findings.refused(method, answer)
      if (answer.status !== 405) findings.note(`${method}: ${answer.status}`)
      const allowed = (answer.headers.allow ?? '').split(', ')
      if (allowed.includes(method)) findings.note(`${method}: allowed and refused`)
      for (const taken of takes) if (!allowed.includes(taken)) findings.note(`${method}: does not name ${taken}`)
    }

    findings.expectNone()
    expect(await fingerprint(world.ctx)).toEqual(before)
  })
})

/** The first version's ticket pages, which redirect to the present ones. */
const isOldPage = (method: string, address: string) =>
  ['GET', 'OPTIONS'].includes(method) && address.startsWith('/ticket/')

import { describe, expect, test } from 'vitest'
import type { Method } from '#platform/http/route.ts'
import { problemJson } from '#platform/reference/problem.ts'
import { apiRoutes } from '../../src/app.ts'
import { headerFaultsOf } from '../hostile/explained.ts'
import type { RawAnswer } from '../hostile/raw-request.ts'
import { Plans } from '../plans/plans.ts'
import { engine } from '../support/database.ts'
import { join } from '../support/people.ts'
import { startApp, type World } from '../support/world.ts'
import { ask, isRefusal, outcomeOf } from './ask.ts'
import { takesBody } from './bodies.ts'
import { fingerprint } from './fingerprint.ts'
import { setStage } from './stage.ts'
import { nameOf, type Role, type Row, roles, rows } from './table.ts'

/** Few rows of the table share a database, so that comparing all of it before and after stays fast. */
const together = 12

/** Every row of these routers, for every role; on PostgreSQL only the roles that are admitted. */
export function checkRouters(...routers: Row['router'][]) {
  const chosen = rows.filter((row) => routers.includes(row.router) && rolesFor(row).length > 0)
  for (let start = 0; start < chosen.length; start += together) checkRows(chosen.slice(start, start + together))
}

/** A refusal happens before anything that differs between the engines. */
const rolesFor = ({ expected }: Row) =>
  engine === 'sqlite' ? roles : roles.filter((role) => !isRefusal(expected[role]))

const checkRows = (group: Row[]) =>
  describe(`rows from ${nameOf(group[0] as Row)} on`, async () => {
    const plans = new Plans()
    const world = await startApp({ onStatement: plans.onStatement })
    await join(world, 'firstadmin', 'admin')

    describe.each(group)('$router $method $address', (row) => {
      test.each(rolesFor(row))('for %s', (role) => checkCell(world, plans, row, role))
    })

    test('read no table from end to end', async () => {
      expect(await plans.scans(world.ctx)).toEqual([])
    })
  })

async function checkCell(world: World, plans: Plans, row: Row, role: Role) {
  const stage = await setStage(world, row, role)
  const stores = expectedToStore(row, role)
  const before = stores === undefined ? {} : await fingerprint(world.ctx)

  const answer = await plans.watch(() => ask(world, row, stage))

  const outcome = outcomeOf(answer)
  expect(outcome).toBe(row.expected[role])
  expect(headerFaultsOf(answer.headers)).toEqual([])
  if (holdsSomething(row) && /^\d/.test(outcome)) expect(answer.headers['cache-control']).toContain('no-store')
  if (stores === true) expect(await fingerprint(world.ctx)).not.toEqual(before)
  if (stores === false) expectNothingStored(before, await fingerprint(world.ctx), answer)
  if (row.router === 'api') expectDescribed(row, answer)
  if (row.address.includes(':id')) expectMissing(row, role, outcome, answer, await ask(world, row, stage, true))
}

/** Undefined if both are right. */
function expectedToStore(row: Row, role: Role): boolean | undefined {
  if (isRefusal(row.expected[role]) || isForHalfWay(row)) return false
  return (takesBody(row.method) || row.method === 'DELETE') && !storesNothing(row) ? true : undefined
}

/** A purchase token is sealed, and a row only when it is used; the next codes of a pass are minted. */
const storesNothing = ({ path }: Row) => path.endsWith('/purchase-tokens') || path.endsWith('/:showing/codes')

/** Nobody in the table is between the two steps of a login (tests/two-factor has them): all are led on. */
const isForHalfWay = ({ path }: Row) => path.startsWith('/login/second-step')

/** Responses that only some people may see are not cached. */
const holdsSomething = ({ method, router, expected }: Row) =>
  method === 'GET' && router !== 'root' && /^(login|401|403)$/.test(expected.nobody)

type Print = Awaited<ReturnType<typeof fingerprint>>

/** A refusal that shows the ticket as it is now counts as having read it. */
function expectNothingStored(before: Print, after: Print, { text }: RawAnswer) {
  const showsThread = text.includes('id="message-')
  expect(showsThread ? { ...after, ticket_reads: before.ticket_reads } : after).toEqual(before)
}

/** Who may not see something learns no more than if it did not exist; the event of these rows is for everybody to see, and a booking and its pass for their owner. */
function expectMissing(row: Row, role: Role, outcome: string, existing: RawAnswer, missing: RawAnswer) {
  const staff = role === 'admin' || (role === 'assistant' && !row.path.startsWith('/admin/'))
  const shown = row.path.startsWith('/events/:id') || (/^\/(bookings|passes)\/:id/.test(row.path) && role === 'owner')
  const seen = shown && !['login', '401'].includes(outcome)
  if ((isRefusal(outcome) || saysEnded(row, role)) && !staff && !seen) expect(told(missing)).toEqual(told(existing))
  else expect(outcomeOf(missing)).toBe('404')
}

/** A page's stream says that the session has ended, whatever it was to be about. */
const saysEnded = ({ router, path }: Row, role: Role) =>
  router === 'page' && path === '/live' && (role === 'nobody' || role === 'ended')

/** All that an answer tells, without what differs between any two: the time, the request's id, the number asked for. */
function told({ status, headers, text }: RawAnswer) {
  const { date: _, 'x-request-id': request_id, ...rest } = headers
  const same = (value: string) => value.replaceAll(String(request_id), 'REQUEST').replaceAll(/\d+/g, 'N')
  return { status, headers: same(JSON.stringify(rest)), text: same(text) }
}

/** The reference describes exactly what is answered: no status and no member beside it; what was made can be read. */
function expectDescribed(row: Row, { status, headers, text }: RawAnswer) {
  if (status >= 400) {
    expect(headers['content-type']).toMatch('application/problem+json')
    const problem = problemJson.strict().parse(JSON.parse(text))
    expect(problem).toMatchObject({ status, detail: expect.stringMatching(/\w+\.$/) })
    return
  }
  if (headers.location !== undefined) expect(routeOf('get', headers.location), headers.location).toBeDefined()
  const route = apiRoutes.find((route) => nameOf(route) === nameOf(row))
  if (route?.described?.file) return expect(headers['content-type']?.split(';')[0]).toBe(route.described.file)
  const schema = route?.described?.answers[status]
  expect(schema, `${nameOf(row)} describes no answer ${status}`).toBeDefined()
  if (!schema) return expect(text).toBe('')
  const body = JSON.parse(text)
  expect(schema.parse(body)).toEqual(body)
}

const routeOf = (method: Method, address: string) =>
  apiRoutes.find((route) => {
    const pattern = route.path.replaceAll(/:\w+/g, '[^/]+')
    return route.method === method && new RegExp(`^/api/v1${pattern}$`).test(address)
  })

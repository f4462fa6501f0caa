import { z } from 'zod'
import { classicRoutes } from '#desk/classic/router.ts'
import type { Route } from '#platform/http/route.ts'
import { apiRoutes, pageRoutes } from '../../src/app.ts'
import { credentials, isRefusal, takesTokens } from '../permissions/ask.ts'
import { goodBody, takesBody } from '../permissions/bodies.ts'
import { addressOf, type Stage, setHalfWay, setStage } from '../permissions/stage.ts'
import { nameOf, type Role, type Row, rows } from '../permissions/table.ts'
import type { World } from '../support/world.ts'
import {
  bodyHeaders,
  formType,
  jsonType,
  multipartBody,
  multipartType,
  type RawAnswer,
  rawRequest,
} from './raw-request.ts'

export interface Field {
  name: string
  required: boolean
  nullable: boolean
  /** Accepts true and false. */
  boolean: boolean
}

/** A route that takes a body, from the route lists: new routes are attacked without being named here. */
export interface Target {
  name: string
  router: Row['router']
  method: string
  path: string
  /** The content type of the body. */
  type: string
  /** Null if the route has no body. */
  fields: Field[] | null
  keepsAnswer: boolean
}

export const allRoutes = [
  ...[...pageRoutes, ...apiRoutes].map((route) => ({ route, router: route.router as Row['router'] })),
  ...classicRoutes.map((route) => ({ route, router: 'classic' as const })),
]

export const targets: Target[] = allRoutes
  .filter(({ route }) => takesBody(route.method))
  .map(({ route, router }) => ({
    name: nameOf({ ...route, router }),
    router,
    method: route.method.toUpperCase(),
    path: route.path,
    type: route.accepts === 'multipart' ? multipartType : takesTokens(router) ? jsonType : formType,
    fields: fieldsOf(route),
    keepsAnswer: route.idempotent && router !== 'classic' && route.for !== 'guest',
  }))

function fieldsOf({ body }: Route): Field[] | null {
  if (!body) return null
  const { properties = {}, required = [] } = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' })
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    required: required.includes(name),
    nullable: JSON.stringify(schema).includes('"null"'),
    boolean: JSON.stringify(schema).includes('"boolean"'),
  }))
}

/** Routes with parameters in their address. */
export const asking = allRoutes.flatMap(({ route, router }) => {
  if (!route.query) return []
  const { properties = {} } = z.toJSONSchema(route.query, { io: 'input', unrepresentable: 'any' })
  return [{ router, path: route.path, names: Object.keys(properties) }]
})

export const base64 = (text: string) => Buffer.from(text).toString('base64url')

export interface Aim {
  good: Record<string, unknown>
  /** Sends a body as a person who may use the route. */
  send(body: string | Buffer, headers?: Record<string, string>): Promise<RawAnswer>
  sendFields(fields: Record<string, unknown>, headers?: Record<string, string>): Promise<RawAnswer>
}

const preferred: Role[] = ['owner', 'assistant', 'admin']

/** Prepares the stage so that only the body can be a reason for a refusal. */
export async function aimAt(world: World, target: Target): Promise<Aim> {
  const row = rows.find((row) => nameOf(row) === target.name)
  const role = (row && preferred.find((role) => !isRefusal(row.expected[role]))) ?? 'nobody'
  const between = target.path.includes('/second-step')
  const stage = between ? await setHalfWay(world, target) : await setStage(world, target, role)
  await readFirst(world, stage)
  const good = goodBody(target.name, stage)
  const path = addressOf({ router: target.router, address: target.path }, stage)
  const always = { ...credentials(target.router, stage.token), 'sec-fetch-site': 'same-origin' }
  const send: Aim['send'] = (body, headers) =>
    rawRequest(world.url, {
      method: target.method,
      path,
      headers: { ...always, ...bodyHeaders(target.type, body), ...headers },
      body,
    })
  return { good, send, sendFields: (fields, headers) => send(encoded(target, fields), headers) }
}

/** A refused form shows the ticket, which is then read: it is read before, so that nothing changes. */
async function readFirst(world: World, { ticket_id, token }: Stage): Promise<void> {
  const headers = credentials('page', token)
  await rawRequest(world.url, { path: `/tickets/${ticket_id}`, headers })
}

/** As JSON, with files, or as a form that repeats the name of a list's items. */
function encoded({ type }: Target, fields: Record<string, unknown>): string | Buffer {
  if (type === multipartType) return multipartBody(fields)
  if (type === jsonType) return JSON.stringify(fields)
  const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)]))
  return String(new URLSearchParams(pairs))
}

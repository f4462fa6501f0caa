import {
  bodyHeaders,
  formType,
  jsonType,
  multipartBody,
  multipartType,
  type RawAnswer,
  rawRequest,
} from '../hostile/raw-request.ts'
import type { World } from '../support/world.ts'
import { goodBody, takesBody } from './bodies.ts'
import { addressOf, type Stage } from './stage.ts'
import { nameOf, type Row } from './table.ts'

export const takesTokens = (router: Row['router']) => router === 'api' || router === 'classic'

export const credentials = (router: Row['router'], token: string | null): Record<string, string> => {
  if (token === null) return {}
  return takesTokens(router) ? { authorization: `Bearer ${token}` } : { cookie: `session=${token}` }
}

/** Sends a valid request to a row's address, as the role that the stage was set up for. */
export function ask(world: World, row: Row, stage: Stage, missing = false): Promise<RawAnswer> {
  const { router, method } = row
  const target = { method, path: addressOf(row, stage, missing) }
  const headers = { ...credentials(router, stage.token), ...(router === 'page' && { 'sec-fetch-site': 'same-origin' }) }
  if (!takesBody(method)) return rawRequest(world.url, { ...target, headers })
  const fields = goodBody(nameOf(row), stage)
  const [type, body] = encoded(router, fields)
  return rawRequest(world.url, { ...target, headers: { ...headers, ...bodyHeaders(type, body) }, body })
}

function encoded(router: Row['router'], fields: Record<string, unknown>): [type: string, body: string | Buffer] {
  if (Object.values(fields).some((value) => Buffer.isBuffer(value))) return [multipartType, multipartBody(fields)]
  if (takesTokens(router)) return [jsonType, JSON.stringify(fields)]
  return [formType, String(new URLSearchParams(fields as Record<string, string>))]
}

/** The answer in the table's words. */
export function outcomeOf({ status, headers }: RawAnswer): string {
  if (status !== 303) return String(status)
  const { location = '' } = headers
  if (location === '/home') return 'home'
  if (!/^\/login(\?|$)/.test(location)) return 'done'
  return headers['set-cookie']?.some((cookie) => cookie.startsWith('flash=')) ? 'out' : 'login'
}

export const isRefusal = (outcome: string) => outcome === 'login' || /^[45]/.test(outcome)

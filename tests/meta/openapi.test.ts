import { STATUS_CODES } from 'node:http'
import express from 'express'
import supertest from 'supertest'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { DomainError, type ErrorKind } from '#errors'
import { apiRouter } from '#platform/http/api-router.ts'
import { createMetrics } from '#platform/http/metrics.ts'
import { problemCodes } from '#platform/http/problem-codes.ts'
import { requestLog } from '#platform/http/request-log.ts'
import { api } from '#platform/http/route.ts'
import { statusOf } from '#platform/http/status.ts'
import type { OpenApi, Operation } from '#platform/reference/openapi.ts'
import { apiRoutes } from '../../src/app.ts'
import { join, ticketOf } from '../support/people.ts'
import { startApp } from '../support/world.ts'
import { filesIn, read } from './source-files.ts'

const world = await startApp()
const { body } = await world.api().get('/api/v1/openapi.json').expect(200)
const document = body as OpenApi
const operations: [name: string, path: string, operation: Operation][] = Object.entries(document.paths).flatMap(
  ([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, string, Operation] => [
      `${method} ${path}`,
      path,
      operation,
    ]),
)

test('describes every route of the API and nothing else', () => {
  const routes = apiRoutes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`)
  expect(operations.map(([name]) => name).sort()).toEqual(routes.sort())
})

test('names where the desk is, as whoever generates from a copy has nothing else', () => {
  expect(document).toMatchObject({ servers: [{ url: `${world.ctx.config.server.origin}/api/v1` }] })
})

test('every operation has an id of its own', () => {
  const ids = operations.map(([, , { operationId }]) => operationId)
  expect(ids.filter((id, n) => ids.indexOf(id) !== n)).toEqual([])
  for (const id of ids) expect(id).toMatch(/^[a-z][A-Za-z0-9]+$/)
})

test('a body with a file is described as a form, and a picture as one', () => {
  const { put, get } = { ...document.paths['/me/picture'], ...document.paths['/files/{picture}'] }
  expect(put?.requestBody?.content).toMatchObject({
    'multipart/form-data': { schema: { properties: { picture: { type: 'string', format: 'binary' } } } },
  })
  expect(get?.responses[200]).toMatchObject({ content: { 'image/webp': { schema: { format: 'binary' } } } })
})

test('every reference leads to something in the document', () => {
  const pointers = referencesIn(document)
  expect(pointers.length).toBeGreaterThan(0)
  expect(pointers.filter((pointer) => target(pointer) === undefined)).toEqual([])
})

test('every named schema is used', () => {
  const used = new Set(referencesIn(document))
  const names = Object.keys(document.components.schemas)
  expect(names.filter((name) => !used.has(`#/components/schemas/${name}`))).toEqual([])
})

describe('a problem', () => {
  const { Problem: schema, ...others } = document.components.schemas
  const whole = JSON.stringify({ ...schema, $defs: others }).replaceAll('#/components/schemas/', '#/$defs/')
  const described = z.fromJSONSchema(JSON.parse(whole))

  test.each(Object.keys(statusOf) as ErrorKind[])('of the kind %s is as the document has it', async (kind) => {
    const [code = ''] = Object.keys(problemCodes[kind])
    const details = { retry_after: 5, assistant: null, scope: 'read' as const }
    const fields = [{ field: 'a', message: 'Why.' }]
    const thrown = Object.assign(new DomainError('internal', 'internal', 'Why.', { fields, details }), { kind, code })
    const body = await problemOf(thrown)
    expect(described.parse(body)).toEqual(body)
    const title = STATUS_CODES[statusOf[kind]]
    expect(body).toMatchObject({ type: 'about:blank', title, status: statusOf[kind], code, ...details })
    expect(document['x-problem-codes']).toContainEqual(expect.objectContaining({ code, status: statusOf[kind] }))
  })

  test('has each of the listed codes somewhere in the program, and the page tells them too', async () => {
    const paths = filesIn('src', '.ts').filter((path) => !path.endsWith('problem-codes.ts'))
    const text = paths.map(read).join('\n')
    const isUsed = (code: string) =>
      [code, code.replace(/^(purchase_token|invitation)_/, '')].some(
        (name) => text.includes(`'${name}'`) || text.includes(`${name}:`),
      )
    const codes = document['x-problem-codes'].map(({ code }) => code)
    expect(codes.filter((code) => !isUsed(code))).toEqual([])
    const page = await world.api().get('/api/docs').expect(200)
    expect(page.text).toContain('A repeat with the same key and body gets the first answer again')
    expect(codes.filter((code) => !page.text.includes(`<code>${code}</code>`))).toEqual([])
  })

  test('of a claim that comes too late names who has the ticket', async () => {
    const [kim, anna, ben] = [
      await join(world, 'kim'),
      await join(world, 'anna', 'assistant'),
      await join(world, 'ben', 'assistant'),
    ]
    const id = await ticketOf(world, kim)
    await anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
    const { body } = await ben.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(409)
    expect(described.parse(body)).toMatchObject({ code: 'already_claimed', assistant: { id: anna.id } })
    await anna.api.post(`/tickets/${id}/release`).expect(200)
    const released = await ben.api.post(`/tickets/${id}/claim`, { expected_assistant_id: anna.id }).expect(409)
    expect(described.parse(released.body)).toMatchObject({ code: 'released_meanwhile', assistant: null })
  })
})

/** The status of the API's response when a route throws. */
async function problemOf(thrown: Error): Promise<unknown> {
  const route = api.get('/broken', { for: 'anyone', summary: 'Fails', answers: {} }, () => {
    throw thrown
  })
  const app = express().use(requestLog(world.ctx, createMetrics()))
  app.use(apiRouter(world.ctx, [route], { authenticate: async () => null }))
  return (await supertest(app).get('/broken')).body
}

describe.each(operations)('%s', (_name, path, operation) => {
  test('names exactly the parameters of its path, once each', () => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    const named = operation.parameters.filter((parameter) => parameter.in === 'path')
    expect(named.map(({ name }) => name)).toEqual(inPath)
    expect(named.every(({ required }) => required)).toBe(true)
    const all = operation.parameters.map((parameter) => `${parameter.in} ${parameter.name}`)
    expect(new Set(all).size).toBe(all.length)
  })

  test('says what it does, who may, and what is answered', () => {
    const { summary, description, security, responses } = operation
    expect(summary).toMatch(/^[A-Z].{5,}/)
    expect(description).toMatch(/\.$/)
    for (const scheme of security.flatMap(Object.keys))
      expect(Object.keys(document.components.securitySchemes)).toContain(scheme)
    const statuses = Object.keys(responses)
    expect(statuses).toContain('default')
    // One status of success; besides it only one without a body.
    const successes = statuses.filter((status) => /^2\d\d$/.test(status))
    expect(successes.length === 1 ? successes : successes.filter((status) => status !== '204')).toHaveLength(1)
    const { default: refused, ...answered } = responses
    expect(refused).toEqual({ $ref: '#/components/responses/Problem' })
    for (const answer of Object.values(answered)) expect(answer).toHaveProperty('description', expect.any(String))
  })
})

test('a list documents its limit and its cursor', () => {
  const parametersOf = (path: string) => document.paths[path]?.get?.parameters
  const limit = (usual: number) => ({
    ...{ name: 'limit', description: `How many at most; by default ${usual}.` },
    schema: { type: 'integer', minimum: 1, maximum: 100 },
  })
  expect(parametersOf('/events')).toContainEqual(expect.objectContaining(limit(25)))
  expect(parametersOf('/tickets/{id}/messages')).toContainEqual(expect.objectContaining(limit(50)))
  expect(parametersOf('/events')).toContainEqual(
    expect.objectContaining({
      ...{ name: 'cursor', description: '`next_cursor` of the page before.' },
      schema: { type: 'string', maxLength: 200 },
    }),
  )
  const id = { type: 'integer', minimum: 1, maximum: 2_147_483_647 }
  expect(parametersOf('/events/{id}')).toEqual([{ name: 'id', in: 'path', required: true, schema: id }])
})

test('a list returns its next position under the name of its parameter, or whether there is more', () => {
  const lists = operations.flatMap(([name, , { parameters, responses }]) => {
    const parameter = parameters.find((one) => /^(cursor|after|before)$/.test(one.name))
    return parameter ? [{ name, next: `next_${parameter.name}`, answer: JSON.stringify(resolved(responses[200])) }] : []
  })
  const silent = lists.filter(({ next, answer }) => !answer.includes(`"${next}":`) && !answer.includes('"more":'))
  expect(silent.map(({ name }) => name)).toEqual([])
})

/** The schema with its own reference resolved. */
const resolved = (answer: unknown) => [answer, ...referencesIn(answer).map(target)]

test('what only the first page of a list has is said to be there alone', () => {
  const { DoorBundle } = document.components.schemas
  const description = expect.stringContaining('only on the first page')
  expect(DoorBundle).toMatchObject({ properties: { liveness: { description } } })
})

test('of a list of tickets each parameter is explained', () => {
  const { get } = document.paths['/tickets'] as { get: Operation }
  expect(get.parameters.filter(({ description }) => !description).map(({ name }) => name)).toEqual([])
})

test('what a program writes is said to be a command alone, and not at the end', () => {
  const { post } = document.paths['/tickets/{id}/messages'] as { post: Operation }
  expect(post.requestBody?.content['application/json']?.schema).toMatchObject({
    properties: { message: { description: expect.stringContaining('behind other words it is text') } },
  })
})

test('what a validator refuses by the description is what the desk refuses', () => {
  const { post } = document.paths['/accounts'] as { post: Operation }
  const { patch } = document.paths['/tickets/{id}'] as { patch: Operation }
  const schemaOf = ({ requestBody }: Operation) => requestBody?.content['application/json']?.schema
  // `email` would be one without letters beyond ASCII.
  expect(schemaOf(post)).toMatchObject({ properties: { email: { format: 'idn-email' } } })
  expect(schemaOf(patch)).toMatchObject({ minProperties: 1 })
})

test('what is sent without the name that the answer has for it is shown by an example', () => {
  const { put } = document.paths['/notifications/choices'] as { put: Operation }
  expect(put.requestBody?.content['application/json']?.schema).toMatchObject({
    description: expect.stringContaining('{"message": "daily"}'),
  })
})

test('what a booking cannot do without is said to be required', () => {
  const { post } = document.paths['/events/{id}/bookings'] as { post: Operation }
  expect(post.requestBody?.content['application/json']?.schema).toMatchObject({
    required: ['purchase_token', 'quantity'],
    properties: { purchase_token: { type: 'string' } },
  })
})

test('what a change replaces as a whole is said to be', () => {
  const { patch } = document.paths['/events/{id}'] as { patch: Operation }
  const schema = patch.requestBody?.content['application/json']?.schema
  const description = expect.stringContaining('those left out of it are removed')
  expect(schema).toMatchObject({ properties: { types: { description }, questions: { description } } })
})

test('headers that programs go by are described, and the page names the type of what is no JSON', async () => {
  const { Problem } = document.components.responses as Record<string, { headers: object }>
  const [told, made] = [Object.keys(Problem?.headers ?? {}), document.paths['/tickets']?.post?.responses[201]]
  expect(told).toEqual(expect.arrayContaining(['X-Request-Id', 'Retry-After', 'RateLimit', 'RateLimit-Policy']))
  expect(made).toMatchObject({ headers: { Location: { schema: { format: 'uri-reference' } } } })
  const { text } = await world.api().get('/api/docs').expect(200)
  for (const said of ['Answer 200, as image/webp', 'Answer 304', 'X-Request-Id', 'RateLimit-Policy'])
    expect(text).toContain(said)
})

test('a stream is described as one, besides the response without a stream', () => {
  const { get } = document.paths['/live'] as { get: Operation }
  const { responses } = get
  expect(responses).toMatchObject({ 200: { content: { 'text/event-stream': {} } } })
  expect(responses[204]).not.toHaveProperty('content')
})

test('each operation that takes a recent proof of who it is says so', () => {
  const telling = operations.filter(([, , { description }]) => description.includes('within the last ten minutes'))
  const asking = apiRoutes.filter(({ reauthenticate }) => reauthenticate)
  expect(telling.map(([name]) => name)).toEqual(
    asking.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`),
  )
})

test('each operation says by which tokens it can be done', () => {
  const security = Object.fromEntries(operations.map(([name, , operation]) => [name, operation.security]))
  const byPersonal = (scope: string) => [{ session_token: [] }, { personal_token: [scope] }]
  expect(security).toMatchObject({
    'post /sessions': [],
    'get /events': [{}, ...byPersonal('read')],
    'get /tickets': byPersonal('read'),
    'post /tickets': byPersonal('tickets'),
    'get /admin/accounts': byPersonal('admin'),
    'post /me/api-tokens': [{ session_token: [] }],
  })
})

function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' ? [String(inner)] : referencesIn(inner)))
}

/** The value of a JSON pointer within the document. */
function target(pointer: string): unknown {
  const [start, ...steps] = pointer.split('/')
  if (start !== '#') return undefined
  return steps.reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], document)
}

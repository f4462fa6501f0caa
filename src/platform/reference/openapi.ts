import { z } from 'zod'
import { mapInTurns } from '#lib/turns.ts'
import { version } from '#lib/version.ts'
import { emptyBody } from '#platform/http/fields.ts'
import type { Audience, Route } from '#platform/http/route.ts'
import { type ListedCode, listedCodes, problemJson } from './problem.ts'
import { problemResponse, responsesOf } from './responses.ts'
import { rules } from './rules.ts'

type JsonSchema = Record<string, unknown>
export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  description?: string
  schema: JsonSchema
}
export interface Operation {
  operationId: string
  tags: string[]
  summary: string
  description: string
  security: Record<string, string[]>[]
  parameters: Parameter[]
  requestBody?: { required: boolean; content: Record<string, { schema: JsonSchema }> }
  responses: Record<string, unknown>
}
export interface OpenApi {
  openapi: string
  info: { title: string; version: string; description: string }
  servers: { url: string }[]
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, JsonSchema>
    responses: Record<string, unknown>
    securitySchemes: Record<string, unknown>
  }
  'x-problem-codes': ListedCode[]
}

/**
 * OpenAPI 3.1 (its schemas are JSON Schema 2020-12), generated from the routes' own schemas. It takes a tenth of a
 * second of processor time and yields to other requests in between.
 */
export async function describeApi(routes: Route[], siteName: string, origin: string): Promise<OpenApi> {
  const schemas: Record<string, JsonSchema> = {}
  const collect = (schema: z.ZodType, io: 'input' | 'output') => hoist(schemas, toJsonSchema(schema, io))
  const responses = { Problem: problemResponse(collect(problemJson, 'output')) }
  const paths: OpenApi['paths'] = {}
  await mapInTurns(routes, (route) => {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] ??= {}
    paths[path][route.method] = operation(route, collect)
  })
  return {
    openapi: '3.1.1',
    info: {
      title: `${siteName} API`,
      version,
      description: [
        'Everything that the pages can do. Send `Authorization: Bearer …` with the token of a session (log in for one), or with a personal API token (made in the profile) that has the scope of the operation. Errors are problem documents (RFC 9457).',
        ...rules,
      ].join('\n\n'),
    },
    servers: [{ url: `${origin}/api/v1` }],
    paths,
    components: { schemas, responses, securitySchemes },
    'x-problem-codes': listedCodes,
  }
}

const securitySchemes = {
  session_token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'From `POST /sessions`: it can do everything its owner can, until the session ends.',
  },
  personal_token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'smt_…',
    description:
      'Made by a person for a program. Each operation names the scope it needs; those that name none need a session.',
  },
}

/** A route that needs no token also lists the empty requirement. */
function securityOf({ for: audience, scope }: Route): Operation['security'] {
  if (audience === 'guest') return []
  const personal = scope && scope !== 'session' ? [{ personal_token: [scope] }] : []
  return [...(audience === 'anyone' ? [{}] : []), { session_token: [] }, ...personal]
}

const scopeText = ({ for: audience, scope }: Route): string => {
  if (!scope) return ''
  if (scope === 'session') return ' Needs a session: no personal API token can do it.'
  return ` A personal API token${audience === 'anyone' ? ', where one is sent,' : ''} needs the scope “${scope}”.`
}

const proofText = ({ reauthenticate }: Route): string =>
  reauthenticate ? ' Needs a login, or a `POST /me/reauthentication`, within the last ten minutes.' : ''

const audiences: Record<Audience, string> = {
  anyone: 'For anyone.',
  guest: 'For anyone; no token is looked at.',
  pending: 'For somebody who has yet to do the second step of a login, with the token of the first.',
  member: 'For everybody with an account.',
  customer: 'For customers.',
  staff: 'For assistants and admins.',
  admin: 'For admins.',
}

type Collect = (schema: z.ZodType, io: 'input' | 'output') => JsonSchema

function operation(route: Route, collect: Collect): Operation {
  const open = route.for === 'anyone' || route.for === 'guest'
  return {
    operationId: operationId(route),
    tags: [route.path.split('/')[1] ?? ''],
    summary: route.described?.summary ?? '',
    description: audiences[route.for] + scopeText(route) + proofText(route),
    security: securityOf(route),
    parameters: [
      ...parametersOf(route.params, 'path', collect),
      ...parametersOf(route.query, 'query', collect),
      ...(takesKey(route, open) ? [idempotencyKey] : []),
    ],
    ...(route.body &&
      route.body !== emptyBody && {
        requestBody: {
          required: !route.body.safeParse(undefined).success,
          content: {
            [route.uploads ? 'multipart/form-data' : 'application/json']: { schema: collect(route.body, 'input') },
          },
        },
      }),
    responses: responsesOf(route, collect),
  }
}

const operationId = ({ method, path }: Route) =>
  `${method}${path.replace(/[/:.-]+(\w)/g, (_, letter: string) => letter.toUpperCase())}`

const takesKey = (route: Route, open: boolean) => route.method !== 'get' && route.idempotent && !open

const idempotencyKey: Parameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'A repeat with the same key and body gets the first answer again; with another body it is refused. Printable ASCII without spaces, another for each change.',
  schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[!-~]+$' },
}

function parametersOf(schema: z.ZodType | undefined, place: 'path' | 'query', collect: Collect): Parameter[] {
  if (!schema) return []
  const { properties = {}, required = [] } = collect(schema, 'input') as {
    properties?: Record<string, JsonSchema>
    required?: string[]
  }
  // Code generators read a parameter's own description, not its schema's.
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    ...(typeof description === 'string' && { description }),
    schema,
  }))
}

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  return rest
}

/** Moves named schemas to the document's components and refers to them. */
function hoist(schemas: Record<string, JsonSchema>, schema: JsonSchema): JsonSchema {
  const moved = JSON.parse(JSON.stringify(schema).replaceAll('#/$defs/', '#/components/schemas/'))
  const { $defs = {}, ...rest } = moved as { $defs?: Record<string, JsonSchema> } & JsonSchema
  for (const [name, { id: _, ...definition }] of Object.entries($defs)) schemas[name] = definition
  if (typeof rest.id !== 'string') return rest
  const { id, ...definition } = rest
  schemas[id as string] = definition
  return { $ref: `#/components/schemas/${id}` }
}

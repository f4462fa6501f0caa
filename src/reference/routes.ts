import { z } from 'zod'
import { ok, view } from '../http/answer.ts'
import { api, page, type Route } from '../http/route.ts'
import { describeApi, type Operation } from './openapi.ts'

/** The description of `routes` as a document for programs. */
export const referenceApi = (routes: () => Route[]) => [
  api.get(
    '/openapi.json',
    { summary: 'This description', for: 'anyone', answers: { 200: z.looseObject({}) } },
    ({ ctx }) => ok(describeApi(routes(), ctx.settings.current.site_name)),
  ),
]

/** The same for people. */
export const referencePages = (routes: () => Route[]) => [
  page.get('/api/docs', { for: 'anyone' }, ({ ctx }) => {
    const { info, paths, components } = describeApi(routes(), ctx.settings.current.site_name)
    const operations = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => operationModel(path, method, operation)),
    )
    const groups = [...Map.groupBy(operations, ({ tag }) => tag)].map(([name, operations]) => ({ name, operations }))
    const schemas = Object.entries(components.schemas).map(([name, schema]) => ({ name, text: pretty(schema) }))
    return view('reference/index', 'API reference', { info, origin: ctx.config.server.origin, groups, schemas })
  }),
]

const pretty = (value: unknown) => JSON.stringify(value, null, 2)

function operationModel(path: string, method: string, operation: Operation) {
  const body = operation.requestBody?.content['application/json']?.schema
  const answers = Object.entries(operation.responses) as [string, { content?: Record<string, { schema: unknown }> }][]
  return {
    id: operation.operationId,
    tag: operation.tags[0] ?? '',
    method: method.toUpperCase(),
    address: `/api/v1${path}`,
    summary: operation.summary,
    description: operation.description,
    parameters: operation.parameters.map(({ name, in: place, required, schema }) => ({
      name,
      place,
      required,
      text: pretty(schema),
    })),
    body: body ? pretty(body) : null,
    answers: answers
      .filter(([status]) => status !== 'default')
      .map(([status, { content }]) => ({ status, text: content ? pretty(Object.values(content)[0]?.schema) : null })),
  }
}

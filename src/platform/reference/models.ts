import type { OpenApi, Operation } from './openapi.ts'
import { rules } from './rules.ts'

/** The model of the page about the API. */
export function referenceModel({ info, paths, components, 'x-problem-codes': codes }: OpenApi) {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationModel(path, method, operation)),
  )
  const groups = [...Map.groupBy(operations, ({ tag }) => tag)].map(([name, operations]) => ({ name, operations }))
  const schemas = Object.entries(components.schemas).map(([name, schema]) => ({ name, text: pretty(schema) }))
  return { info, rules, groups, codes, schemas }
}

const pretty = (value: unknown) => JSON.stringify(value, null, 2)

function operationModel(path: string, method: string, operation: Operation) {
  const [[type, body] = []] = Object.entries(operation.requestBody?.content ?? {})
  const answers = Object.entries(operation.responses) as [string, { content?: Record<string, { schema: unknown }> }][]
  return {
    id: operation.operationId,
    tag: operation.tags[0] ?? '',
    method: method.toUpperCase(),
    address: `/api/v1${path}`,
    summary: operation.summary,
    description: operation.description,
    parameters: operation.parameters.map(({ name, in: place, required, description, schema }) => ({
      name,
      place,
      required,
      text: pretty(description ? { description, ...schema } : schema),
    })),
    body: body ? { type: type === 'application/json' ? null : type, text: pretty(body.schema) } : null,
    answers: answers
      .filter(([status]) => status !== 'default')
      .map(([status, { content }]) => {
        const [[type, answer] = []] = Object.entries(content ?? {})
        return { status, type: type === 'application/json' ? null : type, text: answer ? pretty(answer.schema) : null }
      }),
  }
}

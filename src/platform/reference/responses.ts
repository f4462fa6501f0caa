import type { z } from 'zod'
import type { Route } from '#platform/http/route.ts'

type JsonSchema = Record<string, unknown>
type Collect = (schema: z.ZodType, io: 'input' | 'output') => JsonSchema

const header = (description: string, schema: JsonSchema = { type: 'string' }) => ({ description, schema })

/** Of every error; the limit's headers are also sent with a success that was counted. */
const problemHeaders = {
  'X-Request-Id': header('The same as `request_id`.'),
  'WWW-Authenticate': header('With 401, and with 403 for what a token cannot do (RFC 6750).'),
  'Retry-After': header('Seconds to wait, with 429 and 503.', { type: 'integer', minimum: 1 }),
  'RateLimit-Policy': header('How often (q) something may be done in how many seconds (w), for each limit.'),
  RateLimit: header('How often it may be done again (r) in the seconds (t) that are left, for each limit.'),
  Allow: header('With 405: the methods that the address takes.'),
}

const location = header('The address of what was created.', { type: 'string', format: 'uri-reference' })

export const problemResponse = (schema: JsonSchema) => ({
  description: 'What went wrong',
  headers: problemHeaders,
  content: { 'application/problem+json': { schema } },
})

export function responsesOf({ described }: Route, collect: Collect): Record<string, unknown> {
  const { answers = {}, file, summary } = described ?? {}
  const answersWell = Object.entries(answers).map(([status, schema]) => [
    status,
    {
      description: status === '304' ? 'It is as it was: the ETag is that of `If-None-Match`' : summary,
      ...(status === '201' && { headers: { Location: location } }),
      ...(schema && { content: { 'application/json': { schema: collect(schema, 'output') } } }),
      ...(file && status === '200' && { content: { [file]: { schema: { type: 'string', format: 'binary' } } } }),
    },
  ])
  return { ...Object.fromEntries(answersWell), default: { $ref: '#/components/responses/Problem' } }
}

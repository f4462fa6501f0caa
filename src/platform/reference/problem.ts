import { z } from 'zod'
import { type ErrorKind, problemCodes } from '#platform/http/problem-codes.ts'
import { statusOf } from '#platform/http/status.ts'
import { tokenScopes } from '#platform/identity/actor.ts'
import { personJson } from '#platform/identity/json.ts'

export interface ListedCode {
  status: number
  code: string
  meaning: string
}

const kinds = Object.entries(problemCodes) as [ErrorKind, Record<string, string>][]

/** Sorted by status, then by name. */
export const listedCodes: ListedCode[] = kinds
  .flatMap(([kind, codes]) =>
    Object.entries(codes).map(([code, meaning]) => ({ status: statusOf[kind], code, meaning })),
  )
  .sort((a, b) => a.status - b.status || (a.code < b.code ? -1 : 1))

/** The members of `ErrorDetails`. */
const details = z.object({
  retry_after: z.int().optional().meta({ description: 'Seconds to wait, with 429; also in the header `Retry-After`.' }),
  scope: z
    .enum(tokenScopes)
    .optional()
    .meta({ description: 'What the personal API token lacks, with `insufficient_scope`.' }),
  assistant: personJson.nullable().optional().meta({ description: 'Who has the ticket now, with 409 to a claim.' }),
})

/** The body of every error (RFC 9457). */
export const problemJson = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({
      description: 'Stable and machine-readable: one of those under `x-problem-codes`, to which a version may add.',
    }),
    errors: z
      .array(
        z.object({
          field: z.string().meta({
            description: 'Of the body or the query, such as `places.0.answers.5`; empty for what concerns all of it.',
          }),
          message: z.string(),
        }),
      )
      .optional(),
    ...details.shape,
    request_id: z.string(),
  })
  .meta({ id: 'Problem' })

import { z } from 'zod'
import { tokenScopes } from '#platform/identity/actor.ts'
import { personJson } from '#platform/identity/json.ts'

/** The members that `ErrorDetails` names. */
const details = z.object({
  retry_after: z.int().optional().meta({ description: 'Seconds to wait, with 429; also in the header `Retry-After`.' }),
  scope: z
    .enum(tokenScopes)
    .optional()
    .meta({ description: 'What the personal API token lacks, with `insufficient_scope`.' }),
  assistant: personJson.nullable().optional().meta({ description: 'Who has the ticket now, with 409 to a claim.' }),
})

/** The body of every error, by RFC 9457. */
export const problemJson = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().meta({ description: 'Stable and machine-readable.' }),
    errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
    ...details.shape,
    request_id: z.string(),
  })
  .meta({ id: 'Problem' })

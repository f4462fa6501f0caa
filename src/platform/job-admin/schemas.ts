import { z } from 'zod'
import { cursorField, limitField } from '#platform/http/pagination.ts'

export const queueQuery = z.strictObject({ limit: limitField, cursor: cursorField })

/** Until when the dead jobs were seen that are to go. */
export const discardAllForm = z.strictObject({
  until: z
    .string()
    .regex(/^\d{1,15}$/, 'Look at the jobs again.')
    .transform(Number),
})

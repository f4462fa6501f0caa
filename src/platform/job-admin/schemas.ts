import { z } from 'zod'
import { cursorField, limitField } from '#platform/http/pagination.ts'

export const queueQuery = z.strictObject({ limit: limitField, cursor: cursorField })

/** With the time at which the admin saw the list of dead jobs. */
export const discardAllForm = z.strictObject({
  until: z
    .string()
    .regex(/^\d{1,15}$/, 'Look at the jobs again.')
    .transform(Number),
})

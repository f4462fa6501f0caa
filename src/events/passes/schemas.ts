import { z } from 'zod'
import { line } from '#platform/http/fields.ts'

export const handover = z.strictObject({ username: line('The username', 1, 100) })

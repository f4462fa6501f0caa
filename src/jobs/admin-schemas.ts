import { z } from 'zod'
import { cursorField, limitField } from '../http/pagination.ts'

export const queueQuery = z.strictObject({ limit: limitField, cursor: cursorField })

export const noFields = z.strictObject({}).optional()

import { minute } from '#lib/durations.ts'
import type { Limit } from '#platform/http/limit.ts'

/** Of an account. A list that is left open is searched again with every change it could show. */
export const searches: Limit = { name: 'search', most: 120, window: minute }

/**
 * Of the texts of found tickets: messages of one ticket and of all together, and characters of all, shared equally. A
 * long conversation is looked at from its end; of many tickets, less of each.
 */
export const lookedAt = { ofOne: 60, ofAll: 2000, characters: 400_000 }

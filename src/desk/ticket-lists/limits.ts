import { minute } from '#lib/durations.ts'
import type { Limit } from '#platform/limits/limit.ts'

/** For each account. An open list is searched again with every change that it could show. */
export const searches: Limit = { name: 'search', most: 120, window: minute }

/**
 * Limits for texts of found tickets: messages of one ticket and of all together, and characters of all, shared equally.
 * A long conversation is examined from its end; with many tickets, less of each.
 */
export const lookedAt = { ofOne: 60, ofAll: 2000, characters: 400_000 }

import type { Limit } from '#platform/http/rate-limit.ts'

/** Of an account. A list that is left open is searched again with every change it could show. */
export const searches: Limit = { name: 'search', most: 120, window: 60_000 }

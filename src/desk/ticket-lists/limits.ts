import type { Limit } from '#platform/http/limit.ts'

/** Of an account. A list that is left open is searched again with every change it could show. */
export const searches: Limit = { name: 'search', most: 120, window: 60_000 }

/** So many characters of all found tickets together are looked at for excerpts, shared equally. */
export const mostCharacters = 400_000

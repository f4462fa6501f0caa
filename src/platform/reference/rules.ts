import { mostValues } from '#platform/http/json-values.ts'

/** What holds for all operations; the page says it too. */
export const rules = [
  `Bodies are JSON in UTF-8, with 200 kB and ${mostValues} values at most. Fields and parameters that an operation does not name, or that come twice, are refused. Times are in UTC, as 2026-11-21T14:03:00.000Z.`,
  'A list comes in pages. The next page is asked for by what the one before names as the next, and is the last where that is null (or “more” is false). Nothing is told twice or left out for what is added or removed meanwhile, but for staff in a search by `sort=best`, where that can move what fits about equally well.',
  'A change that is sent again with the same Idempotency-Key is made once, and answered as before.',
  'What is asked too often is answered 429, with the seconds to wait in Retry-After.',
]

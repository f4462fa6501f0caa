import { mostValues } from '#platform/http/json-values.ts'

/** What holds for all operations; the page says it too. */
export const rules = [
  `Bodies are JSON in UTF-8, with 200 kB and ${mostValues} values at most. Fields and parameters that an operation does not name, or that come twice, are refused. Times are in UTC, as 2026-11-21T14:03:00.000Z.`,
  'A list comes in pages. The next page is asked for by what the one before names as the next, and is the last where that is null (or “more” is false). Nothing is told twice or left out for what is added or removed meanwhile, but for staff in a search by `sort=best`, where that can move what fits about equally well. What changes its own place in the order meanwhile can be, as a ticket whose priority is changed in `sort=priority`.',
  'A change that is sent again with the same Idempotency-Key, where the operation takes one, is made once and answered as before: for one account, and for two days where the desk says nothing else. What was refused may be mended and sent again with its key.',
  'What is asked too often is answered 429, with the seconds to wait in Retry-After. Where something counts against a limit that is near, RateLimit-Policy and RateLimit say how it stands.',
  'Each answer has an X-Request-Id, by which the operator finds it in the log. Programs ask from outside of browsers: a page of another site can read nothing but this description.',
]

import { mostValues } from '#platform/http/json-values.ts'

/** What applies to all operations; the page shows it too. */
export const rules = [
  `Bodies are JSON in UTF-8, with 200 kB and ${mostValues} values at most. Fields and parameters that an operation does not name, or that come twice, are refused. Times are in UTC, as 2026-11-21T14:03:00.000Z.`,
  'A list comes in pages. For the next page send what the last one names as the next, until that is null (or “more” is false). What is added or removed meanwhile causes no repeats and no gaps, except for staff in a search by `sort=best`, where tickets that match about equally well can change places. A row that changes its own place in the order meanwhile, such as a ticket whose priority is changed in `sort=priority`, can come twice or not at all.',
  'A change that is sent again with the same Idempotency-Key, where the operation takes one, is made once and answered as before. A key counts for one account, and for two days unless the desk is set otherwise. A request that was refused can be corrected and sent again with its key.',
  'Requests that come too often are answered 429, with the seconds to wait in Retry-After. Where a limit is near, RateLimit-Policy and RateLimit say how much is left.',
  'Each answer has an X-Request-Id, by which the operator finds it in the log. Programs ask from outside of browsers: a page of another site can read nothing but this description.',
]

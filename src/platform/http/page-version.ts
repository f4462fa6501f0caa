import { hash } from 'node:crypto'
import type { Request, Response } from 'express'

/** What differs from one rendering to the next although the page shows the same: keys and times of forms, and ages. */
const volatile = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=<time\s[^>]*>)[^<]*|(?<= data-drawn-at=")\d+/g

/** Whether somebody who fetches a page again, and says which version they have, has it already (RFC 9110, 13.1.2). */
export function isUnchanged(req: Request, res: Response, html: string): boolean {
  const known = req.get('if-none-match')
  if (known === undefined || req.method !== 'GET') return false
  const version = `W/"${hash('sha1', html.replace(volatile, ''))}"`
  res.set('etag', version)
  return known === version
}

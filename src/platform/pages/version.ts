import { hash } from 'node:crypto'
import type { Request, Response } from 'express'

/** What differs between two renderings of the same content: keys and times of forms, and relative times. */
const volatile = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=<time\s[^>]*>)[^<]*|(?<= data-drawn-at=")\d+/g

/** Whether the client that sent If-None-Match already has this version of the page (RFC 9110, 13.1.2). */
export function isUnchanged(req: Request, res: Response, html: string): boolean {
  const known = req.get('if-none-match')
  if (known === undefined || req.method !== 'GET') return false
  const version = `W/"${hash('sha1', html.replace(volatile, ''))}"`
  res.set('etag', version)
  return known === version
}

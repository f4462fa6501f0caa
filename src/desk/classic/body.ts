import type { Request, Response } from 'express'
import { malformed } from '#errors'
import { bodyText } from '#platform/http/body.ts'
import { parseJson } from '#platform/http/json-values.ts'

/** Some HTTP libraries declare ISO 8859-1 for every text. */
export const charsets = ['utf-8', 'utf8', 'us-ascii', 'iso-8859-1']

/**
 * The JSON object in a body. The content type is ignored, as the first version did.
 *
 * @throws malformed for anything else
 */
export async function readJson(req: Request, res: Response): Promise<object> {
  const body = parseJson(await bodyText(req, res, charsets))
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw malformed('The body must be a JSON object.')
  return body
}

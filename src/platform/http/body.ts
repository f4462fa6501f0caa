import { promisify } from 'node:util'
import express, { type Request, type Response } from 'express'
import { DomainError, malformed } from '#errors'
import { tooSlow } from './server.ts'

/** The content type that a route accepts. */
export type BodyKind = 'json' | 'form' | 'multipart'

export const unsupported = (sentence: string) => new DomainError('unsupported', 'unsupported', sentence)

export const charsets = ['utf-8', 'utf8', 'us-ascii']
const readAtMost = (limit: string) => promisify(express.raw({ type: () => true, limit }))
/** The limit of a form is higher, so that a text that is too long is shown again instead of being lost. */
const readers = { json: readAtMost('200kb'), form: readAtMost('600kb') }
const alreadyRead = new WeakMap<Request, Promise<string>>()

/**
 * The text of a body of any type; read once, even if called again.
 *
 * @param named the character sets that may be declared; under each the bytes must be UTF-8
 */
export async function bodyText(
  req: Request,
  res: Response,
  named = charsets,
  kind: keyof typeof readers = 'json',
): Promise<string> {
  refuseOtherCharsets(req, named)
  let text = alreadyRead.get(req)
  if (!text) {
    text = Promise.race([readers[kind](req, res), tooSlow(req)]).then(() => decodeText(req.body))
    alreadyRead.set(req, text)
  }
  return text
}

export function refuseOtherCharsets(req: Request, known: string[]): void {
  for (const [, name = ''] of (req.get('content-type') ?? '').matchAll(/;\s*charset\s*=\s*"?([^\s;"]*)/gi)) {
    if (!known.includes(name.toLowerCase())) throw unsupported('Send the body in UTF-8.')
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Bytes that are not valid UTF-8 are refused: they would be stored as characters that nobody typed. */
function decodeText(bytes: Buffer | undefined): string {
  try {
    return bytes ? utf8.decode(bytes) : ''
  } catch {
    throw malformed('The body is not valid UTF-8.')
  }
}

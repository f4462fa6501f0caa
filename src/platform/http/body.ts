import { promisify } from 'node:util'
import express, { type Request, type Response } from 'express'
import { DomainError, malformed } from '#errors'
import { decodeForm } from './form-encoding.ts'

/** What a route takes as its body. The handler of a `multipart` route reads the stream itself. */
export type BodyKind = 'json' | 'form' | 'multipart'

const kinds: Record<BodyKind, { type: string; refusal: string }> = {
  json: { type: 'json', refusal: 'Send the body as application/json.' },
  form: { type: 'urlencoded', refusal: 'Send the form as application/x-www-form-urlencoded.' },
  multipart: { type: 'multipart/form-data', refusal: 'Send the form as multipart/form-data.' },
}

/**
 * The body as the route takes it; undefined where there is none.
 *
 * @throws unsupported for another type, malformed for what cannot be read, too_large
 */
export async function readBody(kind: BodyKind, req: Request, res: Response): Promise<unknown> {
  refuseOtherCharsets(req, charsets)
  if (!hasBody(req)) return undefined
  if (!req.is(kinds[kind].type)) throw unsupported(kinds[kind].refusal)
  if (kind === 'multipart') return undefined
  const text = await bodyText(req, res, charsets, kind)
  return kind === 'json' ? parseJson(text) : decodeForm(text)
}

const hasBody = (req: Request) =>
  Number(req.get('content-length') ?? 0) > 0 || req.get('transfer-encoding') !== undefined

const unsupported = (sentence: string) => new DomainError('unsupported', 'unsupported', sentence)

const charsets = ['utf-8', 'utf8', 'us-ascii']
const readAtMost = (limit: string) => promisify(express.raw({ type: () => true, limit }))
/** A form may hold more, so that a text that is too long is shown again instead of being lost. */
const readers = { json: readAtMost('200kb'), form: readAtMost('600kb') }
const alreadyRead = new WeakMap<Request, Promise<string>>()

/**
 * The text of a body, whatever its type; read once, however often it is asked for.
 *
 * @param named the character sets that may be named; the bytes have to be UTF-8 under each of them
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
    text = readers[kind](req, res).then(() => decodeText(req.body))
    alreadyRead.set(req, text)
  }
  return text
}

function refuseOtherCharsets(req: Request, known: string[]): void {
  for (const [, name = ''] of (req.get('content-type') ?? '').matchAll(/;\s*charset\s*=\s*"?([^\s;"]*)/gi)) {
    if (!known.includes(name.toLowerCase())) throw unsupported('Send the body in UTF-8.')
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** Bytes that are no text are refused: they would be stored as characters that nobody has typed. */
function decodeText(bytes: Buffer | undefined): string {
  try {
    return bytes ? utf8.decode(bytes) : ''
  } catch {
    throw malformed('The body is not valid UTF-8.')
  }
}

/** Undefined for an empty text. */
export function parseJson(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    throw malformed('The body is not valid JSON.')
  }
}

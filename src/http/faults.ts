import type { Context } from '../context.ts'
import { DomainError, malformed } from '../errors.ts'

interface ForeignError {
  code?: string
  type?: string
  status?: number
}

/** SQLite's disk full, I/O error, read-only and busy; PostgreSQL's and the socket's ways to be away, or full. */
const storageCodes =
  /^(SQLITE_(FULL|IOERR|READONLY|BUSY|CANTOPEN).*|ECONNREFUSED|ECONNRESET|ETIMEDOUT|08\w{3}|53\w{3}|57P0\d)$/

/**
 * Every error as one of ours: what the body parser and the router throw is translated, and anything
 * unforeseen becomes 'internal' with nothing of the original in it.
 */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error
  const { code, type, status } = (error ?? {}) as ForeignError
  if (type === 'entity.too.large')
    return new DomainError('too_large', 'too_large', 'The request is too large: 200 kB at most.')
  if (type === 'entity.parse.failed') return malformed('The body is not valid JSON.')
  if (type === 'entity.verify.failed') return malformed('The body is not valid UTF-8.')
  if (type === 'parameters.too.many') return malformed('The form has too many fields.')
  if (type?.startsWith('encoding.') || type?.startsWith('charset.'))
    return new DomainError('unsupported', 'unsupported', 'The body’s encoding or character set is not supported.')
  if (status !== undefined && status >= 400 && status < 500) return malformed('The request could not be understood.')
  if (storageCodes.test(code ?? ''))
    return new DomainError(
      'unavailable',
      'storage',
      'This cannot be saved right now. Nothing was lost; please try again in a while.',
    )
  return new DomainError(
    'internal',
    'internal',
    'Something went wrong on our side. Nothing was lost; please try again.',
  )
}

/** Keeps for us what the answer must not tell. */
export function logFault(ctx: Context, thrown: unknown, error: DomainError, request_id: string): void {
  if (error.kind === 'internal' || error.kind === 'unavailable')
    ctx.log.error({ err: thrown, request_id }, 'request failed')
}

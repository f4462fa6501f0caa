import type { Response } from 'express'
import type { Context } from '#context'
import { DomainError, malformed } from '#errors'
import { storageFaultOf } from '#platform/db/storage-error.ts'
import { describe } from './request-log.ts'
import { storageUnavailable } from './storage-sentences.ts'

interface ForeignError {
  type?: string
  status?: number
}

const reads = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Turns every error into a DomainError: errors of the body parser and the router are translated, and anything
 * unexpected becomes 'internal' without the original message.
 *
 * @param method of the request: the message for a read does not mention saving
 */
export function toDomainError(error: unknown, method = 'GET'): DomainError {
  if (error instanceof DomainError) return error
  const { type, status } = (error ?? {}) as ForeignError
  if (type === 'entity.too.large')
    return new DomainError('too_large', 'too_large', 'The request is too large: 200 kB at most, or 600 kB in a form.')
  if (type?.startsWith('encoding.'))
    return new DomainError('unsupported', 'unsupported', 'The body’s content encoding is not supported.')
  if (status !== undefined && status >= 400 && status < 500) return malformed('The request could not be understood.')
  const fault = storageFaultOf(error)
  if (fault) return storageUnavailable(fault, !reads.has(method))
  return new DomainError(
    'internal',
    'internal',
    'Something went wrong on our side. What you sent may not have been saved: please look, and try again.',
  )
}

/** Logs what the response must not reveal. */
export function logFault(ctx: Context, thrown: unknown, error: DomainError, res: Response): void {
  if (error.kind === 'internal' || error.kind === 'unavailable')
    ctx.log.error({ err: thrown, ...describe(res.req, res) }, 'request failed')
}

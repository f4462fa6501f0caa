import { DomainError, malformed } from '../errors.ts'

interface BodyParserError {
  type?: string
  status?: number
}

/**
 * Every error as one of ours: what the body parser and the router throw is translated, and anything
 * unforeseen becomes 'internal' with nothing of the original in it.
 */
export function toDomainError(error: unknown): DomainError {
  if (error instanceof DomainError) return error
  const { type, status } = (error ?? {}) as BodyParserError
  if (type === 'entity.too.large')
    return new DomainError('too_large', 'too_large', 'The request is too large: 200 kB at most.')
  if (type === 'entity.parse.failed') return malformed('The body is not valid JSON.')
  if (type === 'parameters.too.many') return malformed('The form has too many fields.')
  if (type?.startsWith('encoding.') || type?.startsWith('charset.'))
    return new DomainError('unsupported', 'unsupported', 'The body’s encoding or character set is not supported.')
  if (status !== undefined && status >= 400 && status < 500) return malformed('The request could not be understood.')
  return new DomainError(
    'internal',
    'internal',
    'Something went wrong on our side. Nothing was lost; please try again.',
  )
}

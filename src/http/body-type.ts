import type { RequestHandler } from 'express'
import { DomainError } from '../errors.ts'

/** Refuses bodies of any other type, which the parsers would silently take for none at all. */
export function onlyBodiesOf(type: string, sentence: string): RequestHandler {
  return (req, _res, next) => {
    const hasBody = Number(req.get('content-length') ?? 0) > 0 || req.get('transfer-encoding') !== undefined
    if (!hasBody || req.is(type)) return next()
    next(new DomainError('unsupported', 'unsupported', sentence))
  }
}

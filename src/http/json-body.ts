import { isUtf8 } from 'node:buffer'
import express, { type RequestHandler } from 'express'

/** Bytes that are no text are refused: they would be stored as signs that nobody has typed. */
export const jsonBody = (type: string | string[] = 'application/json'): RequestHandler =>
  express.json({
    limit: '200kb',
    strict: false,
    type,
    verify: (_req, _res, body, encoding) => {
      if (encoding === 'utf-8' && !isUtf8(body)) throw new Error('not UTF-8')
    },
  })

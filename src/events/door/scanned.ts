import { type DecodedCode, decodeCode } from '#events/passes/code.ts'
import { readShortCode } from '#events/passes/short-codes.ts'

/** What was scanned, typed, or selected in the list. */
export type Scanned =
  | { by: 'code'; code: DecodedCode; text: string }
  | { by: 'short_code'; short_code: string }
  | { by: 'name'; pass_id: number }
  | { by: 'nothing' }

/** A code may contain spaces, and is recognised by its prefix; anything else is a short code, or invalid. */
export function readScanned(text: string): Scanned {
  const line = text.replace(/\r?\n$/, '')
  const code = decodeCode(line)
  if (code) return { by: 'code', code, text: line }
  const short_code = readShortCode(line)
  return short_code === null ? { by: 'nothing' } : { by: 'short_code', short_code }
}

import { type DecodedCode, decodeCode } from '#events/passes/code.ts'
import { readShortCode } from '#events/passes/short-codes.ts'

/** What is held to a camera, typed, or chosen from the list. */
export type Scanned =
  | { by: 'code'; code: DecodedCode; text: string }
  | { by: 'short_code'; short_code: string }
  | { by: 'name'; pass_id: number }
  | { by: 'nothing' }

/** A code may have spaces in it, and is told by how it begins; anything else is a short code, or nothing. */
export function readScanned(text: string): Scanned {
  const line = text.replace(/\r?\n$/, '')
  const code = decodeCode(line)
  if (code) return { by: 'code', code, text: line }
  const short_code = readShortCode(line)
  return short_code === null ? { by: 'nothing' } : { by: 'short_code', short_code }
}

import { malformed } from '#errors'

export const mostFields = 100

/**
 * Parses a form or query (application/x-www-form-urlencoded); a repeated name becomes a list. Percent-encoding that is
 * not valid UTF-8 is refused: lenient decoders would store U+FFFD instead.
 *
 * @throws malformed
 */
export function decodeForm(text: string): Record<string, string | string[]> {
  const fields: Record<string, string | string[]> = Object.create(null)
  const pairs = text.split('&', mostFields + 1)
  if (pairs.length > mostFields) throw malformed('There are too many fields.')
  for (const pair of pairs) {
    if (pair === '') continue
    const end = pair.indexOf('=')
    const name = decode(end < 0 ? pair : pair.slice(0, end))
    const value = end < 0 ? '' : decode(pair.slice(end + 1))
    fields[name] = name in fields ? [fields[name] as string | string[], value].flat() : value
  }
  return fields
}

function decode(text: string): string {
  if (!/[+%]/.test(text)) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw malformed('The text contains percent signs that are not part of a character.')
  }
}

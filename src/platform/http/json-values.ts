import { malformed } from '#errors'

/** Includes nested values: validating each one blocks the event loop. */
export const mostValues = 2000

/**
 * Undefined for an empty text.
 *
 * @throws malformed
 */
export const parseJson = (text: string): unknown => read(text).value

/**
 * For the API, which refuses duplicate names in an object: `JSON.parse` would use the last one, while a proxy that
 * checked the body may have used the first.
 */
export function parseUnambiguousJson(text: string): unknown {
  const { value, names } = read(text)
  if (namesIn(text) > names) throw malformed('The body has an object that names something twice.')
  return value
}

function read(text: string): { value: unknown; names: number } {
  if (text === '') return { value: undefined, names: 0 }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw malformed('The body is not valid JSON.')
  }
  return { value, names: namesOf(value) }
}

/** Outside of strings every colon follows a name. */
const namesIn = (text: string) => text.replace(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1

/** Iterative: an object can be nested a hundred thousand levels deep. */
function namesOf(value: unknown): number {
  let [names, values] = [0, 0]
  const left = [value]
  while (left.length > 0) {
    const one = left.pop()
    if (typeof one !== 'object' || one === null) continue
    const inside = Array.isArray(one) ? one : Object.values(one)
    if (inside !== one) names += inside.length
    values += inside.length
    if (values > mostValues) throw malformed(`The body has more than ${mostValues} values.`)
    for (const inner of inside) left.push(inner)
  }
  return names
}

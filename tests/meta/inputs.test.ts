import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { DomainError, type FieldError } from '#errors'
import { parse } from '#platform/http/parse.ts'
import { allRoutes } from '../hostile/targets.ts'

const inputs = allRoutes.flatMap(({ route, router }) =>
  (['params', 'query', 'body'] as const).flatMap((part) => {
    const schema = route[part]
    return schema ? [{ name: `${router} ${route.method} ${route.path} ${part}`, schema, fields: fieldsOf(schema) }] : []
  }),
)

function fieldsOf(schema: z.ZodType): string[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return Object.keys(properties)
}

const long = 'x'.repeat(30_000)
const many = Array.from({ length: 200 }, (_, n) => `entry ${n}`)
const passkey = { id: '', rawId: 7, type: 'other', clientExtensionResults: 1 }
const answers = {
  clientDataJSON: '!',
  attestationObject: 5,
  authenticatorData: long,
  signature: null,
  transports: ['!', 5],
}
const values: unknown[] = [
  ...[undefined, null, true, 0, -1, 1.5, 2 ** 53, Number.POSITIVE_INFINITY],
  ...['', ' ', 'x', '0', '-1', '99999999999', '\0', '\ud800', long, many.join()],
  ...[[], ['x'], many, [[]], {}, { x: 1 }, passkey, { ...passkey, response: answers }, JSON.stringify(passkey)],
]

function refusalsOf(schema: z.ZodType, input: unknown): FieldError[] {
  try {
    parse(schema, input)
    return []
  } catch (error) {
    if (error instanceof DomainError) return error.fields
    throw error
  }
}

/** Whether a field's value is accepted unchanged; some fields read it as left out instead of refusing it. */
function takes(schema: z.ZodType, field: string, value: unknown): boolean {
  const { success, data } = schema.safeParse({ [field]: value })
  if (success) return Number((data as Record<string, unknown>)[field]) === Number(value)
  return refusalsOf(schema, { [field]: value }).every((error) => error.field !== field)
}

/** Matches zod's own error messages, which people must not see. */
const foreign = /^(invalid|too (big|small)|unrecognized)|\b(expected|received)\b|must match pattern/i
const sentence = /^[A-Z“"].*[.?]$/s

describe('whatever a route refuses', () => {
  test('it says in a sentence of its own', () => {
    const strange = new Set<string>()
    for (const { name, schema, fields } of inputs) {
      const asked = [...values, ...fields.flatMap((field) => values.map((value) => ({ [field]: value })))]
      for (const { field, message } of asked.flatMap((input) => refusalsOf(schema, input)))
        if (foreign.test(message) || !sentence.test(message)) strange.add(`${name} ${field}: ${message}`)
    }
    expect([...strange]).toEqual([])
  })

  /** The id of a scan is any text of its device. */
  const idFields = /^(id|(?!scan_).*_id|before|up_to|ticket)$/

  test('no id that a database can hold is among it', () => {
    const refused = inputs.flatMap(({ name, schema, fields }) =>
      fields
        .filter((field) => idFields.test(field))
        .filter((field) =>
          ['2147483647', 2_147_483_647].every((id) =>
            refusalsOf(schema, { [field]: id }).some((error) => error.field === field),
          ),
        )
        .map((field) => `${name} ${field}`),
    )
    expect(refused).toEqual([])
  })

  test('every id that PostgreSQL cannot hold is among it', () => {
    const taken = inputs.flatMap(({ name, schema, fields }) =>
      fields
        .filter((field) => idFields.test(field))
        .filter((field) => ['2147483648', 2_147_483_648].some((id) => takes(schema, field, id)))
        .map((field) => `${name} ${field}`),
    )
    expect(taken).toEqual([])
  })

  test('every id in an address is looked at', () => {
    const unread = allRoutes.filter(({ route }) => /:\w*id\b/.test(route.path) && !route.params)
    expect(unread.map(({ route, router }) => `${router} ${route.method} ${route.path}`)).toEqual([])
  })
})

import { z } from 'zod'
import { line } from '#platform/http/fields.ts'
import { type TokenScope, tokenScopes } from '#platform/identity/actor.ts'

/** The lifetimes of tokens, in days. */
export const lifetimes = [30, 90, 365] as const
type Lifetime = (typeof lifetimes)[number]

const lifetimeSentence = `A token can be good for ${lifetimes.slice(0, -1).join(', ')} or ${lifetimes.at(-1)} days.`
const scopeSentence = `A scope is one of ${tokenScopes.join(', ')}.`
const noScope = 'Choose at least one scope.'
const name = line('The name', 1, 60)

export const newToken = z
  .strictObject({
    name,
    scopes: z
      .array(z.enum(tokenScopes, scopeSentence), scopeSentence)
      .min(1, noScope)
      .max(tokenScopes.length, scopeSentence)
      .meta({ description: 'What it is for. `admin` is for admins alone.' }),
    expires_in_days: z.literal(lifetimes, lifetimeSentence),
  })
  .meta({ id: 'NewApiToken' })

const ticked = z.literal('on').optional()
const fieldOf = (scope: TokenScope) => `scope_${scope}` as const

const isObject = (value: unknown) => typeof value === 'object' && value !== null
const tickedIn = (fields: Partial<Record<ReturnType<typeof fieldOf>, unknown>>) =>
  tokenScopes.filter((scope) => fields[fieldOf(scope)] === 'on')

/** A field for each scope, as a form that is shown again keeps one value for each name. */
export const newTokenForm = z
  .strictObject({
    name,
    ...(Object.fromEntries(tokenScopes.map((scope) => [fieldOf(scope), ticked])) as Record<
      ReturnType<typeof fieldOf>,
      typeof ticked
    >),
    expires_in_days: z
      .string(lifetimeSentence)
      .transform((text) => lifetimes.find((days) => String(days) === text))
      .refine((days) => days !== undefined, lifetimeSentence)
      .transform((days) => days as Lifetime),
  })
  // Reported together with other errors.
  .refine((fields) => tickedIn(fields).length > 0, {
    path: ['scopes'],
    error: noScope,
    when: ({ value }) => isObject(value),
  })
  .transform(({ name, expires_in_days, ...fields }) => ({ name, expires_in_days, scopes: tickedIn(fields) }))

export type NewToken = z.output<typeof newToken>

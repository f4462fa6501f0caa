import { z } from 'zod'
import { carried, keepLoggedIn, passwordProof } from '#people/accounts/schemas.ts'
import { next } from '#people/second-factor/schemas.ts'
import { jsonField, line } from '#platform/http/fields.ts'

const base64url = z
  .string()
  .max(20_000)
  .regex(/^[\w-]*$/, 'Must be base64url.')
const credentialId = base64url.min(1).max(1400)

const credential = z.object({
  id: credentialId,
  rawId: credentialId,
  type: z.literal('public-key'),
  clientExtensionResults: z.looseObject({}).default({}),
})

/** The result of `navigator.credentials.create()`, as its `toJSON()` writes it. */
export const newCredential = credential
  .extend({
    response: z.object({
      clientDataJSON: base64url,
      attestationObject: base64url,
      transports: z
        .array(z.string().regex(/^[a-z-]{1,20}$/))
        .max(10)
        .default([]),
    }),
  })
  .meta({ id: 'NewPasskey' })

/** The result of `navigator.credentials.get()`, as its `toJSON()` writes it. */
export const assertion = credential
  .extend({
    response: z.object({
      clientDataJSON: base64url,
      authenticatorData: base64url,
      signature: base64url,
      userHandle: base64url.nullish(),
    }),
  })
  .meta({ id: 'PasskeyAnswer' })

export type NewCredential = z.output<typeof newCredential>
export type Assertion = z.output<typeof assertion>

export const noAnswer = 'Your browser gave no passkey. This needs JavaScript, and a device that has passkeys.'

/** A form's hidden field that holds JSON. */
const inField = <S extends z.ZodType>(schema: S) => jsonField(schema, noAnswer)

export const passkeyName = z.object({ name: line('The name', 1, 40) })

export const passkeyAddition = z.strictObject({ ...passkeyName.shape, response: newCredential })
export const passkeyAnswer = z.strictObject({ response: assertion })

export const passkeyProof = z.strictObject({
  current_password: passwordProof.shape.current_password
    .optional()
    .meta({ description: 'With two-factor login a recent confirmation of both steps is enough.' }),
})

/** `response` is empty if the browser could not be asked: then the server reports the error. */
export const passkeyForm = passkeyProof.extend({
  ...passkeyName.shape,
  response: z.union([z.literal(''), inField(newCredential)]).default(''),
})
export const passkeyAnswerForm = z.strictObject({
  response: z.union([z.literal(''), inField(assertion)], noAnswer),
  next,
})
export const passkeyLoginForm = passkeyAnswerForm.extend({ keep_logged_in: keepLoggedIn, carried })

export const passkeyParams = z.object({ passkey: credentialId })

/** The options for the browser; see WebAuthn level 3. */
export const browserOptions: z.ZodType<{ challenge: string }> = z.looseObject({ challenge: z.string() })

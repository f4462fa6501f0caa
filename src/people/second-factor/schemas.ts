import { z } from 'zod'
import { passwordProof } from '#people/accounts/schemas.ts'
import { typed } from '#platform/http/fields.ts'

const code = typed
  .refine((text) => text.trim() !== '', 'Enter the code.')
  .refine((text) => text.length <= 100, 'This is too long.')

/** Of the authenticator app, or a recovery code. */
export const codeProof = z.strictObject({ code })

export const passwordAndCode = passwordProof.extend({ code })

/** The page to continue to after the login. */
export const next = typed.refine((text) => text.length <= 1000, 'This is too long.').optional()

export const codeForm = codeProof.extend({ next })

export const nextQuery = z.object({ next })

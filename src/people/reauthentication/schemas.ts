import { passwordProof } from '#people/accounts/schemas.ts'
import { codeProof } from '#people/second-factor/schemas.ts'

/** The code is required if two-factor login is on. */
export const reauthentication = passwordProof.extend({ code: codeProof.shape.code.optional() })

import { passwordProof } from '../schemas.ts'
import { codeProof } from '../two-factor/schemas.ts'

/** The code is needed where two-factor login is on. */
export const reauthentication = passwordProof.extend({ code: codeProof.shape.code.optional() })

import { z } from 'zod'
import { icon, newUsername } from '#people/accounts/schemas.ts'
import { drawnFields } from '#platform/http/drawn-fields.ts'
import { blankIsUnset, line, typed } from '#platform/http/fields.ts'
import { cursorField, limitField } from '#platform/http/pagination.ts'
import { accountStates } from './account-state.ts'

const searched = typed
  .refine((text) => text.length <= 254, 'This is too long to search for.')
  .transform((text) => text.trim())
const accountType = z.enum(['customer', 'assistant', 'admin'], 'A type is one of customer, assistant, admin.')

export const failureReason = z.enum(['wrong', 'suspended', 'unverified', 'second_step', 'passkey', 'token'])

const paged = { limit: limitField, cursor: cursorField }

export const accountsQuery = z.strictObject({
  q: blankIsUnset(searched).meta({ description: 'How words of the name, username or address begin, or an id.' }),
  type: blankIsUnset(accountType),
  state: blankIsUnset(z.enum(accountStates)),
  ...paged,
})

export const failedLoginsQuery = z.strictObject({
  q: blankIsUnset(searched),
  address: blankIsUnset(searched),
  reason: blankIsUnset(failureReason),
  ...paged,
})

export const typeChange = z.strictObject({ account_type: accountType })

/** Fields that are left out do not change. A username of digits may stay, but cannot be given. */
export const renaming = z.strictObject({
  username: newUsername.optional(),
  display_name: line('The display name', 1, 40).optional(),
  profile_icon: icon.optional(),
})

export const renamingForm = renaming.extend({ drawn: drawnFields })

/** Stored in the log; required in the page's form. */
const reason = line('The reason', 1, 200).optional()

export const suspension = z.strictObject({ reason })

/** Erasing cannot be undone: the admin must type the username. */
export const deletion = z.strictObject({
  reason,
  username: typed.refine((text) => text.length <= 100, 'This is too long.'),
})

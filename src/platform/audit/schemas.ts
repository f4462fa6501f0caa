import { z } from 'zod'
import { blankIsUnset, idText, typed } from '#platform/http/fields.ts'
import { cursorField, limitField, limitOf } from '#platform/http/pagination.ts'
import { entities } from './entities.ts'
import { isTimeRange } from './time-range.ts'

const timeBound = z.string().refine(isTimeRange, 'Must be a day or a time, as 2026-11-21 or 2026-11-21T14:03.')
const day = (which: string) =>
  `${which} day or time, as 2026-11-21, 2026-11-21T14:03 or 2026-11-21T14:03:00Z; by the desk’s clock where no zone is named.`

const filters = {
  who: blankIsUnset(
    typed.refine((text) => text.length <= 254, 'This is too long to search for.').transform((text) => text.trim()),
  ).meta({ description: 'A username, email or id (`id:5`); `system` for what nobody did by hand.' }),
  action: blankIsUnset(z.string().regex(/^[a-z0-9_]{1,60}$/, 'There is no such action.')).meta({
    description: 'As entries name it, such as `claimed`.',
  }),
  entity: blankIsUnset(z.enum(entities, 'There is no such thing.')),
  entity_id: blankIsUnset(idText()),
  from: blankIsUnset(timeBound).meta({ description: day('The first') }),
  to: blankIsUnset(timeBound).meta({ description: day('The last') }),
}

export const auditFilter = z.strictObject(filters)
export const auditQuery = z.strictObject({ ...filters, limit: limitField, cursor: cursorField })
export const historyQuery = z.strictObject({ limit: limitOf(20), cursor: cursorField })

export type AuditQuery = z.output<typeof auditFilter>

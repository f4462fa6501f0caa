import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { idNumber, idText, jsonField, line, typed } from '#platform/http/fields.ts'
import { idField, limitField } from '#platform/http/pagination.ts'
import { mostScans } from './reconciliation.ts'

const name = line('The name of the door', 1, 60)
const reason = line('The reason', 1, 300)

export const newDoor = z.strictObject({ name })
export const undoing = z.strictObject({ reason })
export const undoForm = z.strictObject({ reason, door: idText().optional() })

/** As scanned: a code may contain spaces, and an invalid one gets a verdict, not a field's error. */
const code = typed
  .refine((text) => text !== '', 'Scan or type a code.')
  .refine((text) => text.length <= 1000, 'A code can have at most 1000 characters.')
  .meta({ description: 'As scanned from the pass, unchanged, or its short code.', minLength: 1 })

const scanIdSentence = 'The id of a scan has 1 to 64 letters, digits, - and _.'
const givenScanId = z.string(scanIdSentence).regex(/^[\w-]{1,64}$/, scanIdSentence)
const scan_id = givenScanId
  .default(() => randomUUID())
  .meta({
    description: 'Made by the device for each scan: one that is sent again is admitted once.',
    default: undefined,
  })

export const scanBody = z.strictObject({ code, scan_id })
export const admissionBody = z.strictObject({ pass_id: idNumber, scan_id })
export const admissionForm = z.strictObject({ pass_id: idText(), scan_id })

/** Requests of the door page's script: a code, or somebody to admit from the list. */
export const checkForm = z
  .strictObject({ code: code.optional(), pass_id: idText().optional(), scan_id })
  .refine(({ code, pass_id }) => (code === undefined) !== (pass_id === undefined), {
    path: ['code'],
    message: 'Send a code or the id of a pass.',
  })

export const undoCheckForm = z.strictObject({ admission_id: idText(), reason })

const at = z.iso
  .datetime('The time must be written like 2026-11-26T20:00:00.000Z.')
  .meta({ description: 'A time before the door was opened is recorded as its opening, a time in the future as now.' })
  .transform((text) => Date.parse(text))

const offlineScan = z
  .strictObject({
    ...{ scan_id: givenScanId, at, code: code.optional() },
    pass_id: idNumber.optional().meta({
      description:
        'The pass counts, where there is a code, too: a short code is another one once a place is handed over.',
    }),
  })
  .refine(({ code, pass_id }) => code !== undefined || pass_id !== undefined, {
    path: ['code'],
    message: 'Send a code or the id of a pass.',
  })

const scansSentence = `Send 1 to ${mostScans} scans.`
const scans = z.array(offlineScan, scansSentence).min(1, scansSentence).max(mostScans, scansSentence)

export const reconciliation = z.strictObject({ scans })
/** The same as the text of a JSON array. */
export const reconciliationForm = z.strictObject({
  scans: jsonField(scans, scansSentence),
})

const searched = typed.refine((text) => text.length <= 200, 'A search can have at most 200 characters.').default('')
const after = idField('next_after')

export const peopleQuery = z.strictObject({ q: searched, after })
export const doorPageQuery = z.object({ q: searched, after })
export const bundleQuery = z.strictObject({ after })
export const doorsPageQuery = z.object({ before: idText().optional() })
export const admissionsQuery = z.strictObject({
  limit: limitField,
  before: idField('next_before'),
  remarked: z.literal('yes', 'Must be yes, or left out.').optional(),
})

import { DomainError } from '#errors'
import type { StorageFault } from '#platform/db/storage-error.ts'

const causes: Record<StorageFault, string> = {
  away: 'The desk cannot reach its database right now.',
  refused: 'The desk’s database does not let it in right now.',
  slow: 'The desk’s database does not answer in time right now.',
  locked: 'Something else is holding the desk’s database right now.',
  full: 'There is no room left where the desk keeps its data.',
  disk: 'The desk’s data cannot be read or written where it is kept.',
  read_only: 'The desk’s database can be read but not written right now.',
  damaged: 'The desk’s database is damaged and has to be repaired.',
  replaced: 'The file of the desk’s database was moved or deleted while the desk was using it.',
  unknown_outcome: 'The connection to the desk’s database broke while this was being saved.',
}

/** Faults that do not pass by waiting. */
const needsSomebody = new Set<StorageFault>(['full', 'disk', 'damaged', 'replaced'])

function whatNow(fault: StorageFault, writing: boolean): string {
  if (fault === 'unknown_outcome') return 'It may have been saved or not: please look before you send it again.'
  const sent = writing ? 'What you sent was not saved. ' : ''
  return needsSomebody.has(fault)
    ? `${sent}Please tell the people who run the desk.`
    : `${sent}Please try again in a moment.`
}

/** The error for people and programs when the database fails. */
export function storageUnavailable(found: StorageFault, writing: boolean): DomainError {
  const fault = found === 'unknown_outcome' && !writing ? 'away' : found
  const code = fault === 'unknown_outcome' ? 'outcome_unknown' : 'storage'
  return new DomainError('unavailable', code, `${causes[fault]} ${whatNow(fault, writing)}`)
}

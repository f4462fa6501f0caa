import type { Generated } from 'kysely'

/** A device that checks passes at an entrance of an event. */
export interface DoorsTable {
  id: Generated<number>
  event_id: number
  name: string
  /** The account that opened it. */
  account_id: number
  opened_at: number
  /** When it was last used, to the minute. */
  seen_at: number
  /** From then on the device can do nothing more, so that a lost one can be locked out. */
  closed_at: number | null
  closed_by: number | null
  /** The session or token that opened it. */
  device: string | null
  /** 1 if another device closed it: then it can do nothing more at the event. */
  cut_off: Generated<number>
  /** When the row is deleted. */
  expires_at: number
}

export const admissionMethods = ['code', 'short_code', 'name', 'offline'] as const
export type AdmissionMethod = (typeof admissionMethods)[number]

/** What staff should know about somebody admitted by a device that was offline. */
export const admissionRemarks = ['double', 'cancelled', 'superseded', 'handed_over'] as const
export type AdmissionRemark = (typeof admissionRemarks)[number]

export interface AdmissionsTable {
  id: Generated<number>
  event_id: number
  pass_id: number
  /** Null once the door's row was deleted. */
  door_id: number | null
  /** The account that admitted them. */
  account_id: number
  method: AdmissionMethod
  /** Made by the device, so that a repeated request admits once. */
  scan_id: string
  /** Hash of the scanned code. */
  request_hash: string
  admitted_at: number
  /** Later than `admitted_at` if the device was offline. */
  recorded_at: number
  remark: AdmissionRemark | null
  undone_at: number | null
  undone_by: number | null
  undo_reason: string | null
}

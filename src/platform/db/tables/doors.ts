import type { Generated } from 'kysely'

/** A device at an entrance of an event. */
export interface DoorsTable {
  id: Generated<number>
  event_id: number
  name: string
  /** Who opened it. */
  account_id: number
  opened_at: number
  /** When it was last used, within a minute. */
  seen_at: number
  /** From then on it does nothing more: a lost device is cut off so. */
  closed_at: number | null
  closed_by: number | null
  /** The session or token by which it was opened. */
  device: string | null
  /** Whether another device closed it: this one then does nothing more at the event. */
  cut_off: Generated<number>
  /** When the row is deleted. */
  expires_at: number
}

export const admissionMethods = ['code', 'short_code', 'name', 'offline'] as const
export type AdmissionMethod = (typeof admissionMethods)[number]

/** What is to be known of somebody whom a door without a network let in. */
export const admissionRemarks = ['double', 'cancelled', 'superseded', 'handed_over'] as const
export type AdmissionRemark = (typeof admissionRemarks)[number]

export interface AdmissionsTable {
  id: Generated<number>
  event_id: number
  pass_id: number
  /** Null once the door's row was deleted. */
  door_id: number | null
  /** Who let them in. */
  account_id: number
  method: AdmissionMethod
  /** Made by the device: what is sent again is admitted once. */
  scan_id: string
  /** Of what was scanned. */
  request_hash: string
  admitted_at: number
  /** Later than that for what was done without a network. */
  recorded_at: number
  remark: AdmissionRemark | null
  undone_at: number | null
  undone_by: number | null
  undo_reason: string | null
}

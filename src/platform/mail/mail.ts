export interface Mail {
  to: string
  subject: string
  text: string
  html: string
  /** Stays the same when a mail is tried again, so that a mailbox shows it once. */
  messageId: string
  headers?: Record<string, string>
  /** Whether somebody waits for it. */
  urgent?: boolean
}

/** The mail server takes nothing for this address, now or later. */
export class AddressRefused extends Error {}

export type Fetch = typeof globalThis.fetch

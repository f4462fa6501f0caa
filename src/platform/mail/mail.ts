export interface Mail {
  to: string
  subject: string
  text: string
  html: string
  /** The same for every retry, so that a mailbox shows the mail once. */
  messageId: string
  headers?: Record<string, string>
  /** Whether somebody is waiting for it. */
  urgent?: boolean
}

/** The mail server permanently rejects mail to this address. */
export class AddressRefused extends Error {}

export type Fetch = typeof globalThis.fetch

export const entities = [
  'account',
  'session',
  'ticket',
  'message',
  'settings',
  'job',
  'event',
  'booking',
  'conversation',
  'token',
  'pass',
  'door',
  'invitation',
] as const

/** What an entry of the log is about. */
export type Entity = (typeof entities)[number]

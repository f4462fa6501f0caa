import { hour, minute } from '#lib/durations.ts'
import type { Limit } from '#platform/limits/limit.ts'

/**
 * Fixed windows; each bucket's name says whose it is.
 *
 * An account can be named by username and by email. Tries count for the typed name, which the response reveals, and for
 * the account, which it does not: otherwise it would reveal which names belong to one person.
 */
export const limits = {
  loginOfAddress: { name: 'login-address', most: 10, window: 10 * minute },
  loginOfName: { name: 'login-name', most: 5, window: 10 * minute },
  loginOfAccount: { name: 'login-account', most: 5, window: 10 * minute },
  loginOfBrowser: { name: 'login-browser', most: 10, window: 10 * minute },
  secondStepOfAccount: { name: 'second-step', most: 5, window: 10 * minute },
  passwordOfAccount: { name: 'password', most: 5, window: 10 * minute },
  /** Logins that succeed: each leaves a session, and an entry in the audit log for ever. */
  sessionsOfAccount: { name: 'session', most: 60, window: 10 * minute, unannounced: true },
  /** Bad tokens from an address, or what is sent with a good one: each try hashes a password. */
  links: { name: 'link', most: 20, window: 10 * minute },
  setupOfAddress: { name: 'setup', most: 10, window: 10 * minute },
  registrationOfAddress: { name: 'registration', most: 5, window: hour },
  /** Tries that find a name taken count too, so that a refusal reveals nothing about names. */
  registrationTryOfAddress: { name: 'registration-try', most: 25, window: hour, unannounced: true },
  mailOfAddress: { name: 'mail-address', most: 5, window: hour },
  mailOfName: { name: 'mail-name', most: 3, window: hour },
  mailOfAccount: { name: 'mail-account', most: 3, window: hour },
  mailOfMember: { name: 'mail-member', most: 3, window: hour },
  /** Mails from one network to an unconfirmed address, over all accounts that name it. */
  mailToAddress: { name: 'mail-to', most: 10, window: hour },
  mailToOwner: { name: 'mail-owner', most: 3, window: hour },
} satisfies Record<string, Limit>

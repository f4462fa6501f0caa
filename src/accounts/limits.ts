import type { Limit } from '../http/rate-limit.ts'

const minute = 60_000
const hour = 60 * minute

/** Fixed windows; what each bucket belongs to stands in its name. */
export const limits = {
  loginOfAddress: { name: 'login-address', most: 10, window: 10 * minute },
  loginOfAccount: { name: 'login-account', most: 5, window: 10 * minute },
  loginOfBrowser: { name: 'login-browser', most: 10, window: 10 * minute },
  secondStepOfAccount: { name: 'second-step', most: 5, window: 10 * minute },
  registrationOfAddress: { name: 'registration', most: 5, window: hour },
  mailOfAddress: { name: 'mail-address', most: 5, window: hour },
  mailOfAccount: { name: 'mail-account', most: 3, window: hour },
} satisfies Record<string, Limit>

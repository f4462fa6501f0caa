import { type AccountFact, accountAction, type OwnFact, ownAction } from '#people/accounts/activity.ts'
import { defineAction } from '#platform/activity/action.ts'

export const twoFactorTurnedOn = defineAction<OwnFact>({
  ...ownAction,
  name: 'two_factor_on',
  phrase: 'turned two-factor login on',
})

export const twoFactorTurnedOff = defineAction<OwnFact>({
  ...ownAction,
  name: 'two_factor_off',
  phrase: 'turned two-factor login off',
})

export const twoFactorReset = defineAction<AccountFact>({
  ...accountAction,
  name: 'two_factor_reset',
  phrase: 'turned two-factor login off for {the account}',
})

export const recoveryCodeUsed = defineAction<OwnFact>({
  ...ownAction,
  name: 'recovery_code_used',
  phrase: 'used a recovery code',
})

export const recoveryCodesRenewed = defineAction<OwnFact>({
  ...ownAction,
  name: 'recovery_codes_renewed',
  phrase: 'made new recovery codes',
})

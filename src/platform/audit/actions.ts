/** As a sentence goes on that begins with who did it; the braces give way to what exactly it was, where that can be said. */
const actions: Record<string, string> = {
  registered: 'registered',
  logged_in: 'logged in',
  password_accepted: 'gave the right password, with the second step to come',
  login_failed: 'refused a login',
  failed_logins_counted: 'refused so many logins that the rest of the hour is only counted',
  logged_out: 'logged out',
  session_ended: 'logged out another device',
  reauthenticated: 'confirmed who they are',
  session_replaced: 'was logged out by another login in the same browser',
  session_unbound: 'ended a session of {the account} that was used in another browser or from another address',
  other_sessions_ended: 'logged out all other devices',
  sessions_ended: 'ended all sessions of {the account}',
  profile_changed: 'changed the profile',
  mail_choices_changed: 'changed what comes by mail',
  password_changed: 'changed the password',
  password_reset: 'chose a new password by a link',
  email_change_asked: 'asked for another email address',
  email_confirmed: 'confirmed the email address of {the account}',
  email_claim_lost: 'took the email address from {the account}: somebody else has confirmed it',
  two_factor_on: 'switched two-factor login on',
  two_factor_off: 'switched two-factor login off',
  two_factor_reset: 'took two-factor login off {the account}',
  recovery_code_used: 'used a recovery code',
  recovery_codes_renewed: 'made new recovery codes',
  passkey_added: 'added a passkey',
  passkey_removed: 'removed a passkey',
  account_type_changed: 'changed the type of {the account}',
  account_renamed: 'changed name or picture of {the account}',
  reset_link_made: 'made a link for a new password of {the account}',
  confirmation_link_made: 'made a link that confirms the email address of {the account}',
  suspended: 'suspended {the account}',
  reinstated: 'let {the account} log in again',
  deleted: 'deleted {the account}',
  /** As it was called before version 0.3. */
  erased: 'deleted {the account}',
  opened: 'opened {the ticket}',
  edited: 'edited {the text}',
  claimed: 'claimed {the ticket}',
  released: 'gave {the ticket} back to the queue',
  assigned: 'handed {the ticket} over',
  closed: 'closed {the ticket}',
  reopened: 'opened {the ticket} again',
  priority_changed: 'changed the priority of {the ticket}',
  tags_changed: 'changed the tags of {the ticket}',
  escalated: 'marked {the ticket} as waiting too long',
  written: 'wrote {a message}',
  noted: 'wrote {an internal note}',
  settings_changed: 'changed the settings',
  mail_tested: 'sent a test mail',
  job_retried: 'had {a job} tried again',
  jobs_retried: 'had all dead jobs tried again',
  job_discarded: 'discarded {a dead job}',
  jobs_discarded: 'discarded all dead jobs',
}

const actionOf = (action: string) => actions[action] ?? action.replaceAll('_', ' ')

/** "claimed the ticket" */
export const actionText = (action: string) => actionOf(action).replace(/[{}]/g, '')

/** "claimed ", "ticket #7", "" */
export function actionParts(action: string, thing: string): [before: string, thing: string, after: string] {
  if (!thing) return [actionText(action), '', '']
  const [before = '', after] = actionOf(action).split(/\{.*\}/)
  return after === undefined ? [`${before} · `, thing, ''] : [before, thing, after]
}

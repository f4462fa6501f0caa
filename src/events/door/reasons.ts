/** Why somebody is not admitted, or what is wrong with an offline admission; as sentences. */
export const reasons = {
  event_cancelled: 'This event is cancelled.',
  event_over: 'This event is over, so nobody can be let in.',
  malformed: 'This is neither a pass nor a short code.',
  wrong_event: 'This pass is for another event.',
  unknown_key: 'This code is signed with a key that is not valid here.',
  bad_signature: 'This code is forged or damaged: its signature is not valid.',
  expired: 'This code has expired. It may be a screenshot or a page that has stopped: ask them to open the pass again.',
  not_yet: 'This code is not valid yet.',
  unknown_pass: 'There is no such pass at this event.',
  wrong_type: 'This code is for a different ticket type than the pass.',
  handed_over: 'This place was handed over to somebody else after this code was shown.',
  superseded: 'This code no longer works: the pass has been opened again since. Ask for the newest code.',
  older_session: 'This code no longer works: the pass has been opened on another device since.',
  session_ended: 'This code no longer works: its holder has logged out on that device.',
  cancelled: 'This place was cancelled.',
  used: 'This pass has already been used.',
  undone: 'This admission was undone. Scan the pass again to let its holder in.',
  scan_id_used: 'This id belongs to another scan. Make a new one for each.',
  double: 'This pass was used twice.',
} as const

export type Reason = keyof typeof reasons
export const reasonNames = Object.keys(reasons) as Reason[]

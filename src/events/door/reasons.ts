/** Why somebody is not let in, or what is to be known of whom a door without a network let in; as a sentence. */
export const reasons = {
  event_cancelled: 'This event is cancelled.',
  event_over: 'This event is over: nobody is let in any more.',
  malformed: 'This is neither a pass nor a short code.',
  wrong_event: 'This pass is for another event.',
  unknown_key: 'This code is signed with a key that is not valid here.',
  bad_signature: 'This code is forged or damaged: its signature does not hold.',
  expired:
    'This code has expired. Somebody shows a picture of it, or a page that stands still: have the pass opened anew.',
  not_yet: 'This code is not valid yet.',
  unknown_pass: 'There is no such pass at this event.',
  wrong_type: 'This code names another ticket type than the pass has.',
  handed_over: 'This place was handed over to somebody else after this code was shown.',
  superseded: 'This code is void: the pass was opened anew after it. Have the newest one shown.',
  older_session: 'This code is void: the pass was opened on another device after it.',
  session_ended: 'This code is void: whoever showed it has logged out there.',
  cancelled: 'This place was cancelled.',
  used: 'This pass was used already.',
  undone: 'This admission was undone. Scan the pass again to let its holder in.',
  scan_id_used: 'This id stands for another scan. Make a new one for each.',
  double: 'This pass admitted twice.',
} as const

export type Reason = keyof typeof reasons
export const reasonNames = Object.keys(reasons) as Reason[]

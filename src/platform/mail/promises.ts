import type { Context } from '#context'

interface Mailbox {
  email: string
  email_refused: boolean
}

/** Where mail goes: to its recipients; only to /dev/mail, outside of production; or nowhere. */
type MailWay = 'sent' | 'captured' | 'off'

const wayOf = ({ config: { mail }, mailer }: Context): MailWay =>
  !mailer.available ? 'off' : mail.smtp || mail.mailgun ? 'sent' : 'captured'

const captured = 'This desk is being tried out: its mail goes no further than /dev/mail on its own machine.'

const refusedBy = (email: string) => `Mail to ${email} was refused by its server. Give another address, or try again.`

/**
 * What pages and responses say about mail: all take their sentences from here. None says that a mail was sent: it is
 * sent later, if the mail server accepts it.
 */
export function mailPromises(ctx: Context) {
  const way = wayOf(ctx)
  const off = way === 'off'
  const sends = (sentence: string) => (way === 'captured' ? `${sentence} (${captured})` : sentence)
  const notConfirmed = ({ email, email_refused }: Mailbox) => {
    if (off) return `${email} is not confirmed. This desk sends no mail: an admin can confirm it.`
    return email_refused ? refusedBy(email) : null
  }
  return {
    off,
    /** After a registration that does not log in. */
    registered: off
      ? 'Your account has been created. This desk sends no mail: an admin has to confirm your address before you can log in.'
      : sends('Almost there: open the link in the mail that is on its way to you, then log in.'),
    /** To people who must confirm their address before they can log in. */
    confirmFirst: ({ email_refused }: Pick<Mailbox, 'email_refused'>) => {
      if (off) return 'An admin has to confirm your email address first: this desk sends no mail.'
      if (email_refused) return 'Your email address is not confirmed, and mail to it was refused. Please contact us.'
      return sends('Please confirm your email address first, by the link in the mail that we send you.')
    },
    /** After somebody has requested a link, whether or not there is such an account. */
    linkAsked: sends('If there is such an account, a mail is on its way. Look in the spam folder, too.'),
    /** To somebody who requests a mail while mail is switched off. */
    refused: 'This help desk sends no mail. Ask an admin for a link.',
    changeRefused: 'This desk sends no mail, so no address can be confirmed. Ask an admin to change yours.',
    linkSentAgain: sends('A new link is on its way to you.'),
    addressChanged: sends('A link is on its way to the new address. It will be used once you open the link.'),
    /** On the profile, for an unconfirmed address. */
    toConfirm: (mailbox: Mailbox) =>
      notConfirmed(mailbox) ?? sends(`Please open the link in the mail to ${mailbox.email}.`),
    toConfirmChange: (pending: Mailbox) =>
      notConfirmed(pending) ??
      sends(`Your new address ${pending.email} will be used once you open the link in the mail to it.`),
    /** To a customer who gets no mail, on pages where an answer may come. */
    banner: ({ email, email_refused, email_verified }: Mailbox & { email_verified: boolean }) => {
      if (off || (email_verified && !email_refused)) return null
      if (email === '')
        return { text: 'Give an email address and we mail you the answer.', again: false, elsewhere: true }
      if (email_refused)
        return {
          text: refusedBy(email),
          again: true,
          elsewhere: true,
        }
      return { text: sends(`Confirm ${email} and we mail you the answer.`), again: true, elsewhere: false }
    },
    /** About a person who is notified of an admin's change. */
    personIsTold: ({ email, email_refused }: Mailbox) =>
      off || email === '' || email_refused
        ? 'Tell the person: no mail reaches them.'
        : sends('A mail tells the person.'),
    /** Before colleagues are invited. */
    invitations: off
      ? 'This desk sends no mail: you are shown a link for each, to hand over. It works once, for 7 days.'
      : sends('Each gets a mail with a link that works once, for 7 days.'),
    invited: off ? '' : sends('The invitation is on its way. It is good for 7 days.'),
    /** To hosts who invite people to an event, before and after. */
    eventInvitations: off
      ? 'This desk sends no mail: people without an account are not notified.'
      : sends('People without an account get a mail with a link.'),
    eventInvited: (count: number) => {
      if (off)
        return `${count === 1 ? 'The person is' : `${count} people are`} invited. People without an account get no notification.`
      return count === 1 ? 'The invitation is on its way.' : `${count} invitations are on their way.`
    },
    renamedAreTold: off ? '' : sends('A person with a confirmed address gets a mail about a new username.'),
    /** To staff, about a person whom mail does not reach; null if it does, or would go to nobody. */
    unreached: ({ email, email_verified, email_refused }: Mailbox & { email_verified: boolean }) => {
      if (off) return null
      if (email === '') return 'No mail reaches this person: the account has no email address.'
      if (email_refused) return `No mail reaches this person: the mail server refused ${email}.`
      return email_verified ? null : `No mail reaches this person: ${email} is not confirmed.`
    },
    choices: ({ email_verified, email_refused }: Omit<Mailbox, 'email'> & { email_verified: boolean }) => {
      if (off) return 'This desk sends no mail right now. Your choice applies as soon as it does.'
      if (!email_verified) return 'Your address is not confirmed yet, so nothing is sent to it.'
      if (email_refused) return 'Mail to your address was refused by its server, so nothing is sent to it.'
      return way === 'captured' ? captured : null
    },
  }
}

export type MailBanner = ReturnType<ReturnType<typeof mailPromises>['banner']>

/** An error with a mail server's response, as nodemailer throws it. */
interface Answered {
  responseCode?: number
  /** The SMTP command that was answered. */
  command?: string
  /** The server's text, such as `550 5.1.1 No such mailbox here`. */
  response?: string
}

const loginFirst = 530

/** A response with an enhanced status code (RFC 3463), and those codes that mean that there is no such recipient. */
const coded = /^5\d\d[ -]5\.\d{1,3}\.\d/
const codedForAddress = /^5\d\d[ -]5\.(1\.([0-6]|10)|2\.[01]|4\.1)(?!\d)/

/**
 * Without a code the text must do. A sender on a block list, or without permission to relay, is rejected for every
 * recipient; a full mailbox may have space again.
 */
const aboutUs =
  /block|black|spam|\blisted\b|\brbl|reputation|relay|polic|denied|prohibited|sender|client|helo|\b(spf|dkim|dmarc|ptr|r?dns|ip)\b|authenti|\brate|limit|too (many|much|big|large)|quota|full|size/i

/** What a server says can be of any length, and is not looked at again from each of its characters. */
const withoutAddresses = (response: string) =>
  response
    .split(/\s/)
    .filter((word) => !word.includes('@'))
    .join(' ')

/**
 * Whether a server says that the address does not exist, permanently: not that it rejects our server, which we can
 * repair, or a single mail. If in doubt, the mail is retried.
 */
export function isRefusal({ responseCode = 0, command = '', response = '' }: Answered): boolean {
  if (responseCode < 500 || responseCode === loginFirst) return false
  if (coded.test(response)) return ['RCPT TO', 'DATA'].includes(command) && codedForAddress.test(response)
  return command === 'RCPT TO' && !aboutUs.test(withoutAddresses(response))
}

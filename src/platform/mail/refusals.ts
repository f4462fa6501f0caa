/** An error with a mail server's answer, as nodemailer throws it. */
interface Answered {
  responseCode?: number
  /** What was answered. */
  command?: string
  /** In the server's words, such as `550 5.1.1 No such mailbox here`. */
  response?: string
}

const loginFirst = 530

/** An answer with a code of RFC 3463, and those of them that say of the recipient that there is none. */
const coded = /^5\d\d[ -]5\.\d{1,3}\.\d/
const codedForAddress = /^5\d\d[ -]5\.(1\.([0-6]|10)|2\.[01]|4\.1)(?!\d)/

/**
 * Without a code words must do. Of whose address is on a block list, or may not relay, every recipient is refused; a
 * mailbox that is full is not always so.
 */
const aboutUs =
  /block|black|spam|\blisted\b|\brbl|reputation|relay|polic|denied|prohibited|sender|client|helo|\b(spf|dkim|dmarc|ptr|r?dns|ip)\b|authenti|\brate|limit|too (many|much|big|large)|quota|full|size/i

/** What a server says can be of any length, and is not looked at again from each of its signs. */
const withoutAddresses = (response: string) =>
  response
    .split(/\s/)
    .filter((word) => !word.includes('@'))
    .join(' ')

/**
 * Whether a server says for good that it has nobody of this address: not what it says of us, who can put that right, or
 * of one mail. What is not certain is tried again.
 */
export function isRefusal({ responseCode = 0, command = '', response = '' }: Answered): boolean {
  if (responseCode < 500 || responseCode === loginFirst) return false
  if (coded.test(response)) return ['RCPT TO', 'DATA'].includes(command) && codedForAddress.test(response)
  return command === 'RCPT TO' && !aboutUs.test(withoutAddresses(response))
}

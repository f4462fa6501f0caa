import type { Config } from '#config'

/** What opens something for whoever has it, in the links of mails. */
const keys = /(token=|\/invitations\/)[\w-]{8,}/g

/**
 * What a mail server said: one that repeats what it was sent gives neither our credentials away nor what a link opens.
 * It is kept in the log and with the job, also when the recipient is erased: the address is not.
 */
export function withoutSecrets({ mail }: Config, said: string, recipient: string): string {
  const { username = '', password = '' } = mail.smtp ? new URL(mail.smtp) : {}
  const given = [username, password].map(decodeURIComponent)
  const plain = Buffer.from(`\0${given[0]}\0${given[1]}`).toString('base64')
  const encoded = given.map((text) => Buffer.from(text).toString('base64'))
  const secrets = [password, ...given, plain, ...encoded, mail.mailgun?.key ?? '']
  return secrets
    .filter((secret) => secret.length >= 3)
    .sort((a, b) => b.length - a.length)
    .reduce((text, secret) => text.replaceAll(secret, '•••'), said)
    .replace(keys, '$1•••')
    .replace(new RegExp(recipient.replace(/\W/g, '\\$&'), 'gi'), '…')
}

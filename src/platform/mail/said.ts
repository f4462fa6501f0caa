import type { Config } from '#config'

/** Secrets in the links of mails. */
const keys = /(token=|\/invitations\/)[\w-]{8,}/g

/**
 * Removes secrets from a mail server's response: a server that repeats what it was sent must reveal neither our
 * credentials nor the links. The response is stored in the log and with the job even if the recipient is erased, so the
 * address is removed too.
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

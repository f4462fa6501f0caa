import type { MailgunAccess } from '#config/mail.ts'
import type { Fetch, Mail } from './mail.ts'
import { encodedSubject } from './subject.ts'

const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ')
const quoted = (name: string) => `"${oneLine(name).replace(/["\\]/g, '')}"`

/** Mailgun's HTTP API, version 3: POST /v3/DOMAIN/messages with the parts as form fields. */
export async function sendByMailgun(fetch: Fetch, access: MailgunAccess, mail: Mail, sender: string): Promise<void> {
  const form = new FormData()
  form.set('from', `${quoted(sender)} <${access.from}>`)
  form.set('to', mail.to)
  form.set('subject', encodedSubject(oneLine(mail.subject)))
  form.set('text', mail.text)
  form.set('html', mail.html)
  form.set('h:Message-Id', mail.messageId)
  for (const [name, value] of Object.entries(mail.headers ?? {})) form.set(`h:${name}`, oneLine(value))
  const answer = await fetch(`${access.origin}/v3/${access.domain}/messages`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`api:${access.key}`).toString('base64')}` },
    body: form,
    signal: AbortSignal.timeout(20_000),
  })
  // An unread body would keep the connection busy.
  await answer.body?.cancel()
  if (!answer.ok) throw new Error(`Mailgun answered ${answer.status}`)
}

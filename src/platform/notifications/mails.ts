import type { Context } from '#context'
import { markdownHtml } from '#lib/markdown.ts'
import type { AccountType, NotificationKind } from '#platform/db/schema.ts'
import { isStaff } from '#platform/identity/account-type.ts'
import { enqueueAll } from '#platform/jobs/jobs.ts'
import type { JobKinds } from '#platform/jobs/kinds.ts'
import { messageIdOf, sendMail } from '#platform/mail/send.ts'
import { isByEmail } from './kinds.ts'
import { findLetter, type Letter, listUnreadAmong } from './mail-queries.ts'
import { addressOf } from './models.ts'
import { excerptOf, sentenceOf } from './sentences.ts'
import { maySee } from './visibility.ts'

interface Addressed {
  kind: NotificationKind
  account_type: AccountType
  by_email: number | null
}

const isWanted = ({ kind, account_type, by_email }: Addressed) =>
  by_email === null ? isByEmail({ is_staff: isStaff(account_type) }, kind) : by_email === 1

/** One job for each mail, so that one that fails holds up no other and none is sent for a second time. */
async function fanOut(ctx: Context, { ids }: { ids: number[] }): Promise<void> {
  const wanted = (await listUnreadAmong(ctx, ids)).filter(isWanted)
  await enqueueAll(
    ctx,
    'notification_mail',
    wanted.map(({ id }) => ({ payload: { id }, dedupe_key: `notification_mail:${id}` })),
  )
}

/** What was read meanwhile, chosen otherwise, or may no longer be seen is not sent. */
async function send(ctx: Context, { id }: { id: number }): Promise<void> {
  const letter = await findLetter(ctx, id)
  if (!letter || !isWanted(letter)) return
  if (!maySee({ id: letter.account_id, is_staff: isStaff(letter.account_type) }, letter)) return
  await sendMail(ctx, {
    to: letter.email,
    subject: `Re: [#${letter.ticket_id}] ${letter.title}`,
    template: 'notifications',
    model: modelOf(ctx, letter),
    about: `notification ${id}`,
    headers: headersOf(ctx, letter),
  })
}

const mostCharacters = 1000

function modelOf(ctx: Context, letter: Letter) {
  const excerpt = excerptOf(letter, mostCharacters)
  return {
    name: letter.name,
    sentence: sentenceOf(letter),
    excerpt,
    excerpt_html: excerpt && markdownHtml(excerpt),
    ticket: { id: letter.ticket_id, title: letter.title },
    link: ctx.config.server.origin + addressOf(letter),
    choices: choicesAddress(ctx),
  }
}

const choicesAddress = (ctx: Context) => `${ctx.config.server.origin}/notifications/choices`

/** Every mail about a ticket answers the same one, which was never sent: mail programs show them as one conversation. */
function headersOf(ctx: Context, { ticket_id }: Letter): Record<string, string> {
  const thread = messageIdOf(ctx, `ticket ${ticket_id}`)
  return {
    'In-Reply-To': thread,
    References: thread,
    'Auto-Submitted': 'auto-generated',
    'List-Unsubscribe': `<${choicesAddress(ctx)}>`,
  }
}

export const notificationJobs = {
  notification_mails: { inTransaction: true, run: fanOut },
  notification_mail: { inTransaction: false, run: send },
} satisfies JobKinds

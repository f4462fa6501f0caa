import type { Context } from '#context'
import { drawMessage } from '#lib/message-text.ts'
import type { AccountType } from '#platform/db/schema.ts'
import { isStaff } from '#platform/identity/account-type.ts'
import { enqueueAll } from '#platform/jobs/jobs.ts'
import type { JobKinds } from '#platform/jobs/kinds.ts'
import { messageIdOf, sendMail } from '#platform/mail/send.ts'
import { isByMail, kindOf } from './kinds.ts'
import { type FoundLetter, findLetter, listUnreadAmong } from './mail-queries.ts'
import { excerptOf, sentenceOf } from './sentences.ts'
import { describeAll, type Shown } from './subjects.ts'

interface Addressed {
  kind: string
  account_type: AccountType
  by_email: number | null
}

function isWanted(ctx: Context, { kind: name, account_type, by_email }: Addressed): boolean {
  const kind = kindOf(ctx, name)
  if (!kind) return false
  return by_email === null ? isByMail(kind, { is_staff: isStaff(account_type) }) : by_email === 1
}

/** One job for each mail, so that one that fails holds up no other and none is sent for a second time. */
async function fanOut(ctx: Context, { ids }: { ids: number[] }): Promise<void> {
  const wanted = (await listUnreadAmong(ctx, ids)).filter((one) => isWanted(ctx, one))
  await enqueueAll(
    ctx,
    'notification_mail',
    wanted.map(({ id }) => ({ payload: { id }, dedupe_key: `notification_mail:${id}` })),
  )
}

/** What was read meanwhile, chosen otherwise, or may no longer be seen is not sent. */
async function send(ctx: Context, { id }: { id: number }): Promise<void> {
  const found = await findLetter(ctx, id)
  if (!found || !isWanted(ctx, found)) return
  const reader = { id: found.account_id, is_staff: isStaff(found.account_type) }
  const [letter] = await describeAll(ctx, reader, [found])
  if (!letter) return
  await sendMail(ctx, {
    to: letter.email,
    subject: `Re: [#${letter.subject_id}] ${letter.title}`,
    template: 'notifications',
    model: modelOf(ctx, letter),
    about: `notification ${id}`,
    headers: headersOf(ctx, letter),
  })
}

type Letter = Shown<FoundLetter>

const mostCharacters = 1000

function modelOf(ctx: Context, letter: Letter) {
  const excerpt = excerptOf(letter, mostCharacters)
  return {
    name: letter.name,
    sentence: sentenceOf(ctx, letter),
    excerpt,
    excerpt_html: excerpt && drawMessage(excerpt, `${ctx.config.server.origin}/tickets/`),
    subject: { id: letter.subject_id, title: letter.title },
    link: ctx.config.server.origin + letter.href,
    choices: choicesAddress(ctx),
  }
}

const choicesAddress = (ctx: Context) => `${ctx.config.server.origin}/notifications/choices`

/** Every mail about a subject answers the same one, which was never sent: mail programs show one conversation. */
function headersOf(ctx: Context, { subject_type, subject_id }: Letter): Record<string, string> {
  const thread = messageIdOf(ctx, `${subject_type} ${subject_id}`)
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

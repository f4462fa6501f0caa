import type { Context } from '#context'
import { drawMessage } from '#lib/message-text.ts'
import { type MailToWrite, messageIdOf } from '#platform/mail/send.ts'
import type { FoundLetter } from './mail-queries.ts'
import { excerptOf, sentenceOf } from './sentences.ts'
import type { Shown } from './subjects.ts'

type Letter = Shown<FoundLetter & { morning: number | null }>

const mostCharacters = 1000
/** After a long absence people read the rest on the page. */
const mostShown = 30

/** One mail with everything due: about one subject, or about many if it is scheduled or daily. */
export function letterOf(ctx: Context, letters: Letter[]): MailToWrite {
  const [first] = letters as [Letter, ...Letter[]]
  const newest = letters.at(-1) ?? first
  const subjects = new Set(letters.map(({ subject_type, subject_id }) => `${subject_type} ${subject_id}`))
  const one = subjects.size === 1 ? first : null
  const { origin } = ctx.config.server
  return {
    to: first.email,
    subject: one ? subjectOf(ctx, newest) : subjectOfMany(letters, subjects.size),
    template: 'notifications',
    model: {
      items: letters.slice(0, mostShown).map((letter) => itemOf(ctx, letter)),
      more: Math.max(0, letters.length - mostShown),
      subject_of_all: one && {
        ...{ number: one.number, title: one.title, link: origin + one.permalink },
        link_text: one.number === null ? 'See it' : 'Read and answer',
      },
      choices: choicesAddress(ctx),
    },
    about: `notifications ${first.id} to ${newest.id}`,
    account_id: first.account_id,
    concerns: [...subjects],
    headers: headersOf(ctx, one),
  }
}

/** All mails about a conversation have the same subject; other mails have the latest event as subject. */
const subjectOf = (ctx: Context, { number, title, ...newest }: Letter): string =>
  number === null ? `${sentenceOf(ctx, newest)}: ${title}` : `Re: [#${number}] ${title}`

function subjectOfMany(letters: Letter[], subjects: number): string {
  if (letters[0]?.morning !== null) return `Your day: ${letters.length} notifications`
  const [gathered, ...others] = new Set(letters.flatMap(({ kind }) => kind.gathered ?? []))
  return `${subjects} ${gathered && others.length === 0 ? gathered : 'notifications'}`
}

function itemOf(ctx: Context, letter: Letter) {
  const { origin } = ctx.config.server
  const excerpt = excerptOf(letter, mostCharacters)
  return {
    sentence: sentenceOf(ctx, letter),
    excerpt,
    excerpt_html: excerpt && drawMessage(excerpt, letter.number === null ? null : `${origin}/tickets/`),
    number: letter.number,
    title: letter.title,
    link: origin + letter.permalink,
  }
}

const choicesAddress = (ctx: Context) => `${ctx.config.server.origin}/notifications/choices`

/**
 * Every mail about a subject is a reply to the same message id, which was never sent, so that mail programs show one
 * thread.
 */
function headersOf(ctx: Context, one: Letter | null): Record<string, string> {
  const thread = one && messageIdOf(ctx, `${one.subject_type} ${one.subject_id}`)
  return {
    ...(thread && { 'In-Reply-To': thread, References: thread }),
    'Auto-Submitted': 'auto-generated',
    'List-Unsubscribe': `<${choicesAddress(ctx)}>`,
  }
}

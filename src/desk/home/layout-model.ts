import type { Request } from 'express'
import type { Context } from '#context'
import { listAddress } from '#desk/ticket-lists/address.ts'
import { pageCounts } from '#desk/ticket-lists/queue-lists.ts'
import type { Counts } from '#desk/ticket-lists/queue-queries.ts'
import { type QueueKey, queuesFor } from '#desk/ticket-lists/queues.ts'
import { viewLinks } from '#desk/ticket-lists/view-links.ts'
import type { DomainError } from '#errors'
import { countText } from '#lib/counted.ts'
import { version } from '#lib/version.ts'
import { messagesAreOn } from '#people/conversations/policy.ts'
import type { LayoutModel } from '#platform/http/views.ts'
import type { Actor } from '#platform/identity/actor.ts'
import { themeAddress } from '#platform/settings/site-files.ts'

/** The data of the layout for every page. */
export async function layoutModel(
  ctx: Context,
  actor: Actor | null,
  req: Request,
  current?: string,
): Promise<Omit<LayoutModel, 'page' | 'flash'>> {
  const counts = actor && (await pageCounts(ctx, actor))
  const { site_name, site_logo, site_color } = ctx.settings.current
  return {
    site: { name: site_name, logo: site_logo, theme: themeAddress({ site_color }) },
    me: actor,
    queues: actor && counts ? listLinks(ctx, actor, counts, current) : [],
    links: actor ? navigationLinks(ctx, actor, req) : [],
    notifications: countText(counts?.notifications),
    messages: counts && hasMessages(ctx, actor) ? countText(counts.messages) : null,
    program_version: isAdminPage(actor, req) ? version : null,
  }
}

function navigationLinks(ctx: Context, actor: Actor, req: Request) {
  const links = ctx.features.navigation.flatMap((link) => link(ctx, actor) ?? [])
  const section = req.path.split('/', 2)[1] ?? ''
  return links.map(({ sections, ...link }) => ({ ...link, current: sections.includes(section) }))
}

const hasMessages = (ctx: Context, actor: Actor | null) => actor !== null && !actor.is_staff && messagesAreOn(ctx)

const isAdminPage = (actor: Actor | null, req: Request) =>
  actor?.account_type === 'admin' && /^\/admin(\/|$)/.test(req.path)

function listLinks(ctx: Context, actor: Actor, counts: Counts, current: string | undefined) {
  const links = [...queueLinks(actor, counts), ...viewLinks(ctx, actor, counts.views)]
  return links.map((link) => ({ ...link, current: link.href === current }))
}

function queueLinks(actor: Actor, counts: Counts) {
  return Object.entries(queuesFor(actor.is_staff)).map(([key, { label, icon }]) => ({
    key,
    label,
    icon,
    href: listAddress(`queue=${key}`),
    count: countText(counts.queues[key as QueueKey]),
  }))
}

const headings: Partial<Record<DomainError['kind'], string>> = {
  malformed: 'That did not make sense to us',
  forbidden: 'This is not for your account',
  not_found: 'There is nothing here',
  method_not_allowed: 'This address is not a page',
  too_slow: 'That took too long',
  too_large: 'That is too much at once',
  unsupported: 'We cannot read that',
  invalid: 'Some values are not valid',
  conflict: 'That is not possible now',
  too_many: 'Too many tries',
  unavailable: 'Not available right now',
}

const quicker = 'Somebody was quicker'

/** For errors whose kind says less than their code. */
const headingsByCode: Record<string, string> = {
  cross_origin: 'This was sent from another site',
  https_only: 'This was not sent safely',
  own_ticket: 'This is your own ticket',
  already_claimed: quicker,
  released_meanwhile: quicker,
  door_closed: 'This door is closed',
  changed_meanwhile: quicker,
}

/** Each error page says what to do next. */
export function errorModel(error: DomainError, actor: Actor | null, request_id: string, nearestPage: string) {
  const heading = headingsByCode[error.code] ?? headings[error.kind] ?? 'Something went wrong on our side'
  const home = actor ? { label: 'Go to your home page', href: '/home' } : { label: 'Go to the start page', href: '/' }
  const action =
    error.kind === 'method_not_allowed' ? { label: 'Go to the page it belongs to', href: nearestPage } : home
  return { title: heading, model: { heading, sentence: sentencesOf(error), action, request_id } }
}

/** Includes the errors of single fields if the error's own message only refers to them. */
const sentencesOf = ({ message, fields }: DomainError) =>
  [...new Set([message, ...fields.map((field) => field.message).filter((one) => !message.includes(one))])].join(' ')

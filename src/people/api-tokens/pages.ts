import type { Context } from '#context'
import { day } from '#lib/durations.ts'
import { formatTime } from '#lib/format-time.ts'
import { type Answer, seeOther, view } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { type Form, page } from '#platform/http/route.ts'
import { type SessionActor, tokenScopes } from '#platform/identity/actor.ts'
import { withReason } from '#platform/pages/forms.ts'
import { emptyForm } from '#platform/pages/router.ts'
import { lifetimes, newTokenForm } from './schemas.ts'
import { scopeTexts } from './scopes.ts'
import { makeToken, ownTokens, revokeOwnToken } from './tokens.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'accounts/api-tokens': {
      tokens: Awaited<ReturnType<typeof tokenModels>>
      form: Form
      scopes: ReturnType<typeof scopeChoices>
      lifetimes: { value: string; label: string }[]
    }
    'accounts/api-token': { name: string; token: string; expires_at: ReturnType<typeof formatTime>; origin: string }
  }
}

const at = '/profile/api-tokens'
const soon = 7 * day

async function showTokens(ctx: Context, actor: SessionActor, form?: Form): Promise<Answer> {
  return view('accounts/api-tokens', 'API tokens', {
    tokens: await tokenModels(ctx, actor),
    form: form ?? emptyForm({ expires_in_days: '90', scope_read: 'on' }),
    scopes: scopeChoices(ctx, actor),
    lifetimes: lifetimes.map((days) => ({ value: String(days), label: `${days} days` })),
  })
}

async function tokenModels(ctx: Context, actor: SessionActor) {
  const now = ctx.clock.now()
  return (await ownTokens(ctx, actor)).map((token) => ({
    id: token.id,
    name: token.name,
    scopes: token.scopes.map((scope) => scopeTexts[scope].label),
    created_at: formatTime(ctx, token.created_at),
    expires_at: formatTime(ctx, token.expires_at),
    expired: token.expired,
    expires_soon: !token.expired && token.expires_at <= now + soon,
    last_used_at: token.last_used_at === null ? null : formatTime(ctx, token.last_used_at),
    last_address: token.last_address,
  }))
}

/** The scopes that this person can use. */
const scopeChoices = ({ settings }: Context, { account_type }: SessionActor) =>
  tokenScopes
    .filter((scope) => (scope !== 'admin' || account_type === 'admin') && (scope !== 'door' || settings.current.events))
    .map((scope) => ({ name: `scope_${scope}`, ...scopeTexts[scope] }))

export const apiTokenPages = [
  page.get(at, { for: 'member' }, ({ ctx, actor }) => showTokens(ctx, actor)),
  page.post(
    at,
    {
      for: 'member',
      body: newTokenForm,
      reauthenticate: true,
      refused: ({ ctx, actor }, form, { message }) => showTokens(ctx, actor, withReason(form, message)),
      idempotent: false,
    },
    async ({ ctx, actor, body }) => {
      const { name, token, expires_at } = await makeToken(ctx, actor, body)
      const { origin } = ctx.config.server
      return view('accounts/api-token', 'Your new API token', {
        name,
        token,
        expires_at: formatTime(ctx, expires_at),
        origin,
      })
    },
  ),
  page.post(
    `${at}/:id/revocation`,
    { for: 'member', params: idParams, idempotent: false },
    async ({ ctx, actor, params }) => {
      await revokeOwnToken(ctx, actor, params.id)
      return seeOther(at, 'The token is revoked and no longer works.')
    },
  ),
]

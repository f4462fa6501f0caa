import { z } from 'zod'
import type { Context } from '#context'
import { getAccount } from '#people/accounts/accounts.ts'
import { resetTwoFactor } from '#people/second-factor/reset.ts'
import { nothing, ok } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { api } from '#platform/http/route.ts'
import { openAccount } from './account-details.ts'
import { deleteNamedAccount, endAllSessions, reinstateAccount, revokeAllApiTokens, suspendAccount } from './accounts.ts'
import { confirmByHand, makeConfirmationLink, makeResetLink } from './admin-issued-links.ts'
import { accountDetailsJson, accountListJson, managedAccountJson, showAccountDetails, showManaged } from './json.ts'
import { readAccounts } from './lists.ts'
import { removePictureOf } from './pictures.ts'
import { changeAccountType } from './promotion.ts'
import { renameAccount } from './renaming.ts'
import { accountsQuery, deletion, renaming, suspension, typeChange } from './schemas.ts'

// A repeated request is harmless, and a response with a link must not be stored.
const onAccount = { for: 'admin', params: idParams, idempotent: false } as const
const changed = { ...onAccount, answers: { 200: managedAccountJson } } as const
/** Changes of credentials or of the account's type. */
const credentials = { ...onAccount, reauthenticate: true } as const
const linked = { ...credentials, answers: { 200: z.object({ link: z.url() }) } } as const

const answer = async (ctx: Context, id: number) => ok(showManaged(await getAccount(ctx, id)))

export const adminAccountApi = [
  api.get(
    '/admin/accounts',
    {
      summary: 'Accounts, newest first; `q` is the beginning of a username, email or name, or an id such as id:5',
      for: 'admin',
      query: accountsQuery,
      answers: { 200: accountListJson },
    },
    async ({ ctx, query }) => {
      const { rows, next } = await readAccounts(ctx, query)
      return ok({ accounts: rows.map(showManaged), next_cursor: next })
    },
  ),
  api.get(
    '/admin/accounts/:id',
    {
      ...onAccount,
      summary: 'An account with its newest tickets, its sessions and events',
      answers: { 200: accountDetailsJson },
    },
    async ({ ctx, params }) => ok(showAccountDetails(await openAccount(ctx, params.id))),
  ),
  api.patch(
    '/admin/accounts/:id',
    {
      ...changed,
      reauthenticate: true,
      summary: 'Replace an unsuitable username, display name or picture',
      body: renaming,
    },
    async ({ ctx, actor, params, body }) => {
      await renameAccount(ctx, actor, params.id, body)
      return answer(ctx, params.id)
    },
  ),
  api.delete(
    '/admin/accounts/:id/picture',
    { ...onAccount, scope: 'admin', summary: 'Remove an unsuitable uploaded picture', answers: { 204: null } },
    async ({ ctx, actor, params }) => {
      await removePictureOf(ctx, actor, params.id)
      return nothing
    },
  ),
  api.put(
    '/admin/accounts/:id/type',
    {
      ...changed,
      reauthenticate: true,
      summary:
        'Promote or demote; who is no longer staff gives back claimed tickets, and API tokens of a customer who becomes staff end',
      body: typeChange,
    },
    async ({ ctx, actor, params, body }) => {
      await changeAccountType(ctx, actor.id, params.id, body.account_type)
      return answer(ctx, params.id)
    },
  ),
  api.post(
    '/admin/accounts/:id/suspension',
    {
      ...changed,
      scope: 'admin',
      summary: 'Suspend an account; its sessions, API tokens and calendar feed end',
      body: suspension.optional(),
    },
    async ({ ctx, actor, params, body }) => {
      await suspendAccount(ctx, actor, params.id, body?.reason)
      return answer(ctx, params.id)
    },
  ),
  api.post(
    '/admin/accounts/:id/reinstatement',
    { ...changed, scope: 'admin', summary: 'Reinstate a suspended account' },
    async ({ ctx, actor, params }) => {
      await reinstateAccount(ctx, actor, params.id)
      return answer(ctx, params.id)
    },
  ),
  api.post(
    '/admin/accounts/:id/deletion',
    {
      ...credentials,
      summary: 'Erase a person: name, address, password and sessions go; what was said in tickets stays',
      body: deletion,
      answers: { 204: null },
    },
    async ({ ctx, actor, params, body }) => {
      await deleteNamedAccount(ctx, actor, params.id, body)
      return nothing
    },
  ),
  api.delete(
    '/admin/accounts/:id/sessions',
    {
      ...onAccount,
      summary: 'End all sessions of an account; its API tokens and calendar feed are revoked',
      answers: { 204: null },
    },
    async ({ ctx, actor, params }) => {
      await endAllSessions(ctx, actor, params.id)
      return nothing
    },
  ),
  api.delete(
    '/admin/accounts/:id/api-tokens',
    { ...onAccount, summary: 'Revoke all personal API tokens of an account', answers: { 204: null } },
    async ({ ctx, actor, params }) => {
      await revokeAllApiTokens(ctx, actor, params.id)
      return nothing
    },
  ),
  api.post(
    '/admin/accounts/:id/reset-link',
    { ...linked, summary: 'A link for a new password, to hand over; it is shown once' },
    async ({ ctx, actor, params }) => ok({ link: await makeResetLink(ctx, actor, params.id) }),
  ),
  api.post(
    '/admin/accounts/:id/confirmation-link',
    { ...linked, summary: 'A link that confirms the address, to hand over; it is shown once' },
    async ({ ctx, actor, params }) => ok({ link: await makeConfirmationLink(ctx, actor, params.id) }),
  ),
  api.post(
    '/admin/accounts/:id/email-confirmation',
    { ...changed, reauthenticate: true, summary: 'Confirm the address by hand' },
    async ({ ctx, actor, params }) => {
      await confirmByHand(ctx, actor, params.id)
      return answer(ctx, params.id)
    },
  ),
  api.post(
    '/admin/accounts/:id/two-factor-reset',
    {
      ...credentials,
      summary: 'Turn two-factor login off for somebody who has lost their phone',
      answers: { 204: null },
    },
    async ({ ctx, actor, params }) => {
      await resetTwoFactor(ctx, actor.id, params.id)
      return nothing
    },
  ),
]

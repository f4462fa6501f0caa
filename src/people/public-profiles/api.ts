import { block, unblock } from '#people/conversations/blocks.ts'
import { contactWith } from '#people/conversations/contact.ts'
import { nothing, ok } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { publicProfileJson, showPublicProfile } from './json.ts'
import { getPublicAccount } from './profiles.ts'
import { usernameParams } from './schemas.ts'

const one = { for: 'member', params: usernameParams } as const

export const publicProfileApi = [
  api.get(
    '/people/:username',
    { ...one, summary: 'Somebody’s public profile', answers: { 200: publicProfileJson } },
    async ({ ctx, actor, params }) => {
      const account = await getPublicAccount(ctx, params.username)
      return ok(showPublicProfile(account, await contactWith(ctx, actor, account)))
    },
  ),
  api.put(
    '/people/:username/block',
    { ...one, summary: 'Block somebody: you get no more messages from them', answers: { 204: null } },
    async ({ ctx, actor, params }) => {
      await block(ctx, actor, params.username)
      return nothing
    },
  ),
  api.delete(
    '/people/:username/block',
    { ...one, summary: 'Unblock somebody', answers: { 204: null } },
    async ({ ctx, actor, params }) => {
      await unblock(ctx, actor, params.username)
      return nothing
    },
  ),
]

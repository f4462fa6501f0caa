import type { PersonalData } from '#context'
import { passwordProof } from '#people/accounts/schemas.ts'
import { nothing } from '#platform/http/answer.ts'
import { api } from '#platform/http/route.ts'
import { personalDataJson } from './json.ts'
import { deleteOwnAccount, downloadData } from './personal-data.ts'

/** @param parts the personal data of each feature */
export const privacyApi = (parts: readonly PersonalData[]) => [
  api.get(
    '/me/data',
    {
      summary: 'Everything that is stored about you',
      for: 'member',
      scope: 'session',
      answers: { 200: personalDataJson(parts) },
    },
    ({ ctx, actor }) => downloadData(ctx, actor),
  ),
  api.post(
    '/me/deletion',
    {
      answers: { 204: null },
      idempotent: false,
      summary: 'Delete your own account',
      for: 'member',
      body: passwordProof,
    },
    async ({ ctx, actor, body }) => {
      await deleteOwnAccount(ctx, actor, body.current_password)
      return nothing
    },
  ),
]

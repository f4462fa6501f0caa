import { z } from 'zod'
import type { PersonalData } from '#context'
import { apiTokenJson, showApiToken } from './json.ts'
import { ownTokens } from './tokens.ts'

/** Which tokens there are; they themselves are secrets, of which only hashes are stored. */
export const personalTokens: PersonalData = {
  members: { api_tokens: z.array(apiTokenJson) },
  read: async (ctx, actor) => ({ api_tokens: (await ownTokens(ctx, actor)).map(showApiToken) }),
  deleted: { api_tokens: 'id' },
}

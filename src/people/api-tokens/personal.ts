import { z } from 'zod'
import type { PersonalData } from '#context'
import { apiTokenJson, showApiToken } from './json.ts'
import { ownTokens } from './tokens.ts'

/** The list of tokens, without the tokens themselves: only their hashes are stored. */
export const personalTokens: PersonalData = {
  members: { api_tokens: z.array(apiTokenJson) },
  read: async (ctx, actor) => ({ api_tokens: (await ownTokens(ctx, actor)).map(showApiToken) }),
  deleted: { api_tokens: 'id' },
}

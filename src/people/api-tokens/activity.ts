import { defineAction, type Fact } from '#platform/activity/action.ts'
import type { TokenScope } from '#platform/identity/actor.ts'
import { sessionsTopic } from '#platform/live/publish.ts'

interface TokenFact extends Fact {
  actor_id: number
  token_id: number
}

const tokenAction = { entity: 'token', entityId: ({ token_id }: TokenFact) => token_id, thing: 'API token' } as const

export const tokenMade = defineAction<TokenFact & { scopes: readonly TokenScope[]; days: number }>({
  ...tokenAction,
  name: 'api_token_made',
  phrase: 'made {the API token}',
  after: ({ scopes, days }) => ({ scopes, days }),
})

export const tokenRevoked = defineAction<TokenFact>({
  ...tokenAction,
  name: 'api_token_revoked',
  phrase: 'revoked {the API token}',
  topics: ({ actor_id }) => [sessionsTopic(actor_id)],
})

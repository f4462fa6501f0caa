import { hour } from '#lib/durations.ts'
import type { Limit } from '#platform/http/limit.ts'

/** How many messages a conversation's page shows at once. */
export const shownMessages = 50

/** How many people somebody begins to write to; what is written to each is limited by `consumeWriting`. */
export const newConversations: Limit = { name: 'new-conversations', most: 20, window: hour }
export const blockChanges: Limit = { name: 'blocks', most: 60, window: hour }

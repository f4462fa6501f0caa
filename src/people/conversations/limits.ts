import { hour } from '#lib/durations.ts'
import type { Limit } from '#platform/limits/limit.ts'

/** Messages shown at once on a conversation's page. */
export const shownMessages = 50

/** The number of people whom somebody starts to write to; messages are limited by `consumeWriting`. */
export const newConversations: Limit = { name: 'new-conversations', most: 20, window: hour }
export const blockChanges: Limit = { name: 'blocks', most: 60, window: hour }

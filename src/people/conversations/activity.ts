import { defineAction, type Fact } from '#platform/activity/action.ts'
import { listStaffIds } from '#platform/identity/account-queries.ts'
import { accountTopic } from '#platform/live/publish.ts'
import { directMessageKind, messageReportKind, reportSettledKind } from './notification-kinds.ts'
import { listReporter } from './report-queries.ts'
import { conversationSubject, conversationTopic, reportSubject } from './topics.ts'

export interface ConversationFact extends Fact {
  conversation_id: number
}

const conversationAction = {
  entity: 'conversation',
  entityId: ({ conversation_id }: ConversationFact) => conversation_id,
} as const

export interface DirectMessageFact extends ConversationFact {
  actor_id: number
  to: number
  message_id: number
}

export const directMessageWritten = defineAction<DirectMessageFact>({
  ...conversationAction,
  name: 'direct_message_written',
  phrase: 'wrote in {the conversation}',
  after: ({ message_id }) => ({ direct_message_id: message_id }),
  notify: ({ conversation_id, message_id, to }) => [
    { kind: directMessageKind, subject: conversationSubject(conversation_id), part_id: message_id, to: [to] },
  ],
  topics: ({ conversation_id, actor_id, to }) => [
    conversationTopic(conversation_id),
    accountTopic(actor_id),
    accountTopic(to),
  ],
})

interface BlockFact extends Fact {
  account_id: number
  /** Null if the two have not written to each other. */
  conversation_id: number | null
}

const blockAction = {
  entity: 'account',
  entityId: ({ account_id }: BlockFact) => account_id,
  topics: ({ conversation_id }: BlockFact) => (conversation_id === null ? [] : [conversationTopic(conversation_id)]),
} as const

export const messagesBlocked = defineAction<BlockFact>({
  ...blockAction,
  name: 'messages_blocked',
  phrase: 'blocked messages from {the account}',
})

export const messagesUnblocked = defineAction<BlockFact>({
  ...blockAction,
  name: 'messages_unblocked',
  phrase: 'takes messages from {the account} again',
})

interface ReportFact extends ConversationFact {
  report_id: number
}

const reportAction = { ...conversationAction, after: ({ report_id }: ReportFact) => ({ report_id }) } as const

export const conversationReported = defineAction<ReportFact & { sides: number[] }>({
  ...reportAction,
  name: 'conversation_reported',
  phrase: 'reported {the conversation} to staff',
  notify: ({ report_id, sides }) => [
    {
      kind: messageReportKind,
      subject: reportSubject(report_id),
      to: async (ctx) => (await listStaffIds(ctx)).filter((id) => !sides.includes(id)),
    },
  ],
})

export const reportedConversationRead = defineAction<ReportFact>({
  ...reportAction,
  name: 'reported_conversation_read',
  phrase: 'read {the reported conversation}',
})

export const reportSettled = defineAction<ReportFact>({
  ...reportAction,
  name: 'report_settled',
  phrase: 'settled a report of {the conversation}',
  notify: ({ conversation_id, report_id }) => [
    {
      kind: reportSettledKind,
      subject: conversationSubject(conversation_id),
      to: (ctx) => listReporter(ctx, report_id),
    },
  ],
})

/** The lists of tickets. Each has one order, and one index for it. */
export const queueKeys = ['open', 'closed', 'mine', 'mine_closed', 'unclaimed', 'unclaimed_closed', 'inactive'] as const
export type QueueKey = (typeof queueKeys)[number]

export interface QueueText {
  label: string
  icon: string
  empty: string
}

export const staffQueues = {
  mine: { label: 'Claimed by you', icon: 'user-check', empty: 'You have no open tickets. Claim one from the queue.' },
  unclaimed: { label: 'Unclaimed', icon: 'inbox', empty: 'Every open ticket has been claimed.' },
  inactive: { label: 'Inactive', icon: 'hourglass', empty: 'No open ticket has been left without a reply for long.' },
  open: { label: 'All open', icon: 'ticket', empty: 'There are no open tickets.' },
  closed: { label: 'Closed', icon: 'circle-check', empty: 'No ticket has been closed yet.' },
} satisfies Partial<Record<QueueKey, QueueText>>

export const customerQueues = {
  open: { label: 'Open', icon: 'ticket', empty: 'You have no open tickets. Ask us anything.' },
  closed: { label: 'Closed', icon: 'circle-check', empty: 'None of your tickets has been closed yet.' },
} satisfies Partial<Record<QueueKey, QueueText>>

export const queuesFor = (isStaff: boolean): Partial<Record<QueueKey, QueueText>> =>
  isStaff ? staffQueues : customerQueues

import type { Context } from '#context'
import type { Entity } from '#platform/audit/entities.ts'
import type { Topic } from '#platform/live/live.ts'
import type { NotificationKind } from './notification-kind.ts'
import type { NamedAction } from './registry.ts'

export type Values = Record<string, unknown>
export type AccountIds = readonly (number | null | undefined)[]

/** Something that happened. It carries ids, never names or texts, so that a person can be erased. */
export interface Fact {
  /** Who did it; null for the shell, the clock and people who are not known yet. */
  actor_id: number | null
}

/** Where a sentence stands in a ticket's conversation that says who did what. */
export interface SystemLine {
  ticket_id: number
  author_id: number
  /** Whether it was done as staff; somebody's own ticket they close and reopen as its customer. */
  from_staff: boolean
  /** Whom it is about beside its author. */
  subject_id?: number | null
}

export interface Notice {
  kind: NotificationKind
  subject: { type: string; id: number }
  message_id?: number | null
  /** Which part of the subject, where that is no message of a ticket. */
  part_id?: number | null
  /** The actor among them is left out. */
  to: AccountIds | ((ctx: Context) => Promise<AccountIds>)
  /** Said as if nobody had caused it, to the actor too: a confirmation of what they did themselves. */
  byClock?: true
}

/**
 * What a kind of fact means to each reader of the activity. A reader whose part is left out does nothing;
 * the audit log records every fact.
 */
export interface Action<F extends Fact> extends NamedAction {
  entity: Entity
  /** Null when left out. */
  entityId?: (fact: F) => number | null
  before?: (fact: F) => Values | undefined
  after?: (fact: F) => Values | undefined
  line?: { name?: string; text: string; of: (fact: F) => SystemLine }
  /** @param line_id of the System line, where there is one */
  notify?: (fact: F, line_id: number | null) => Notice[]
  /** What changed for open pages, which look again once the change is committed. */
  topics?: (fact: F) => readonly Topic[]
}

export const defineAction = <F extends Fact>(action: Action<F>): Action<F> => action

/** One thing that happened, as every reader gets it. */
export interface Recorded<F extends Fact> {
  fact: F
  /** The message that says so in the ticket's conversation; null where the action leaves none. */
  line_id: number | null
}

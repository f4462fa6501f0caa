import type { Context } from '#context'
import type { Entity } from '#platform/audit/entities.ts'
import type { Topic } from '#platform/live/live.ts'
import type { NotificationKind } from './notification-kind.ts'
import type { NamedAction } from './registry.ts'

export type Values = Record<string, unknown>
export type AccountIds = readonly (number | null | undefined)[]

/** Something that happened. It carries ids, never names or texts, so that a person can be erased. */
export interface Fact {
  /** The account that did it; null for the command line, scheduled work and people who are not logged in. */
  actor_id: number | null
}

/** The System line in a ticket's conversation that says who did what. */
export interface SystemLine {
  ticket_id: number
  author_id: number
  /** Whether it was done as staff. Staff close and reopen their own tickets as customers. */
  from_staff: boolean
  /** The account that it is about, besides the author. */
  subject_id?: number | null
}

export interface Notice {
  kind: NotificationKind
  subject: { type: string; id: number }
  message_id?: number | null
  /** Which part of the subject it is about, unless that is a message of a ticket. */
  part_id?: number | null
  /** The actor is left out even if listed here. */
  to: AccountIds | ((ctx: Context) => Promise<AccountIds>)
  /** Worded without an actor, and sent to the actor too: a confirmation of what they did themselves. */
  byClock?: true
}

/**
 * What a kind of fact means to each reader of the activity. A reader whose member is left out does nothing; the audit
 * log records every fact.
 */
export interface Action<F extends Fact> extends NamedAction {
  entity: Entity
  /** Null when left out. */
  entityId?: (fact: F) => number | null
  before?: (fact: F) => Values | undefined
  after?: (fact: F) => Values | undefined
  line?: { name?: string; text: string; of: (fact: F) => SystemLine }
  /** @param line_id id of the System line, if there is one */
  notify?: (fact: F, line_id: number | null) => Notice[]
  /** What changed for open pages: they reload once the transaction has been committed. */
  topics?: (fact: F) => readonly Topic[]
}

export const defineAction = <F extends Fact>(action: Action<F>): Action<F> => action

/** A fact as every reader gets it. */
export interface Recorded<F extends Fact> {
  fact: F
  /** Id of the System message in the ticket's conversation; null if the action has none. */
  line_id: number | null
}

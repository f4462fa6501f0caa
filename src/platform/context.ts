import type { Logger } from 'pino'
import type { ZodType } from 'zod'
import type { Config } from '#config'
import type { Counters } from '#lib/counters.ts'
import type { NotificationKind } from '#platform/activity/notification-kind.ts'
import type { Actions } from '#platform/activity/registry.ts'
import type { Database } from '#platform/db/client.ts'
import type { Closing } from '#platform/db/closing.ts'
import type { HeavyReads } from '#platform/db/heavy-reads/heavy-reads.ts'
import type { ProgramLock } from '#platform/db/program-lock.ts'
import type { Readiness } from '#platform/db/readiness/readiness.ts'
import type { Schema } from '#platform/db/schema.ts'
import type { PictureOwnerOf } from '#platform/files/kinds.ts'
import type { FileStore } from '#platform/files/store.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Person } from '#platform/identity/people.ts'
import type { LimitState } from '#platform/limits/limit.ts'
import type { Live } from '#platform/live/live.ts'
import type { Mailer } from '#platform/mail/mailer.ts'
import type { SubjectOf } from '#platform/notifications/subject.ts'
import type { SettingsStore } from '#platform/settings/settings.ts'

export interface Context {
  readonly config: Config
  readonly db: Database
  readonly features: Features
  readonly readiness: Readiness
  /** Locks the database file against being replaced; null on PostgreSQL. */
  readonly programLock: ProgramLock | null
  readonly heavyReads: HeavyReads
  readonly log: Logger
  readonly clock: Clock
  readonly counters: Counters
  readonly live: Live
  /** The store of uploaded files. */
  readonly files: FileStore
  readonly mailer: Mailer
  readonly settings: SettingsStore
  /** The client of the request being served. */
  readonly client?: Client
  /** Only in jobs; throws if the job is no longer to be done here, right before what cannot be undone. */
  readonly stillOurs?: () => Promise<void>
  /** Only inside a transaction. */
  readonly closing?: Closing<Context>
  /** What a verb counts before its own transaction, if an idempotency key's transaction surrounds both. */
  readonly counted?: Counted[]
}

/** Extensions by which features take part in actions of others that must not import them; collected in features.ts. */
export interface Features {
  /** In the transaction in which somebody stops being staff. */
  readonly whenStaffLeave: readonly ((ctx: Context, actorId: number | null, accountId: number) => Promise<void>)[]
  /** In the transaction in which an account confirms an address. */
  readonly whenConfirmed: readonly ((ctx: Context, account: { id: number; email_key: string }) => Promise<void>)[]
  /** In the transaction in which an account's type changes to one that is not staff. */
  readonly whenDemoted: readonly ((ctx: Context, account: { account_id: number }) => Promise<void>)[]
  /** In the transaction in which an account is suspended. */
  readonly whenSuspended: readonly ((
    ctx: Context,
    account: Pick<ErasedPerson, 'account_id' | 'was_staff'>,
  ) => Promise<void>)[]
  /** In the transaction in which a person is erased, after everything else. */
  readonly whenErased: readonly ((ctx: Context, person: ErasedPerson) => Promise<void>)[]
  /** Sentences shown before somebody is suspended or deleted: what else they lose. */
  readonly effectsOfLeaving: readonly ((ctx: Context, leaving: Leaving) => Promise<string[]>)[]
  readonly personal: readonly PersonalData[]
  readonly notificationKinds: readonly NotificationKind[]
  readonly pictures: readonly PictureOwnerOf<Context>[]
  readonly subjects: readonly SubjectOf<Context>[]
  /** Links of the main navigation, after the desk's own. */
  readonly navigation: readonly ((ctx: Context, actor: Actor) => NavigationLink | null)[]
  readonly panels: readonly Panel[]
  /** With MESSAGES=hosts: who may write to whom for the first time. Neither of the two is on staff. */
  readonly mayWriteTo: readonly ((ctx: Context, from: Person, to: Person) => Promise<boolean>)[]
  /** The people and subjects of a feature's jobs, by kind; undefined if they no longer exist. */
  readonly jobsConcern: Readonly<Record<string, (ctx: Context, id: number) => Promise<Concerned | undefined>>>
  /** The texts of recorded actions. */
  readonly actions: Actions
}

export interface Leaving {
  account_id: number
  is_staff: boolean
  how: 'suspended' | 'deleted'
}

export interface ErasedPerson {
  account_id: number
  /** The address that the account had confirmed; null for none. */
  email_key: string | null
  was_staff: boolean
}

/** Whom and what a job is about. */
export interface Concerned {
  /** Recipients and people concerned, by address; by username if they have none. */
  people: string[]
  /** Subjects such as "ticket #5". */
  subjects: string[]
}

/** A link of the main navigation. */
export interface NavigationLink {
  href: string
  label: string
  icon: string
  /** The first path segments of its pages. */
  sections: readonly string[]
}

/** A feature's data about a person. */
export interface PersonalData {
  /** The members of a person's export. */
  members: Record<string, ZodType>
  /** Their values; long lists are read in portions. */
  read(ctx: Context, actor: Actor): Promise<Record<string, unknown>>
  /** The tables whose rows are deleted when the person is erased, each with the column of the account's id. */
  deleted?: Partial<Record<keyof Schema, string>>
}

/** A list that a feature shows on a page that does not import the feature. */
export interface Panel {
  /** The person's own home page, a person's public profile, or a ticket for staff, beside the conversation. */
  on: 'home' | 'profile' | 'ticket'
  /**
   * @param personId the owner of the page; on a ticket its customer
   * @returns null if there is nothing to show to this viewer
   */
  read(ctx: Context, viewer: Actor, personId: number, ticketId?: number): Promise<ShownPanel | null>
}

export interface ShownPanel {
  title: string
  rows: { href: string; title: string; detail: string; badge?: string }[]
  /** The address of the whole list. */
  more: { href: string; label: string } | null
}

export interface Client {
  address: string | null
  user_agent: string | null
  /** Whether the request came with a token of the API instead of a browser's cookie. */
  by_token?: true
  /** Whether nobody sees the answer for now: what is on it stays unread. */
  unseen?: true
  /** The limit that the request was counted against before its sender was known. */
  charge?: Charge
  /** Limits that were counted while the request was served. */
  limits: LimitState[]
}

/** A count against a limit's bucket. */
export interface Counted {
  bucket: string
  /** Milliseconds. */
  window: number
}

export interface Charge {
  key: string
  /** Whether the request changes something. */
  changes: boolean
}

export interface Clock {
  /** UNIX milliseconds. */
  now(): number
}

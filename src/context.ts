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
import type { LimitState } from '#platform/http/limit.ts'
import type { Actor } from '#platform/identity/actor.ts'
import type { Person } from '#platform/identity/people.ts'
import type { Live } from '#platform/live/live.ts'
import type { Mailer } from '#platform/mail/mailer.ts'
import type { SubjectOf } from '#platform/notifications/subject.ts'
import type { SettingsStore } from '#platform/settings/settings.ts'

export interface Context {
  readonly config: Config
  readonly db: Database
  readonly features: Features
  readonly readiness: Readiness
  /** Shuts out whoever would replace the database's file; null on PostgreSQL. */
  readonly programLock: ProgramLock | null
  readonly heavyReads: HeavyReads
  readonly log: Logger
  readonly clock: Clock
  readonly counters: Counters
  readonly live: Live
  /** What people have uploaded. */
  readonly files: FileStore
  readonly mailer: Mailer
  readonly settings: SettingsStore
  /** Who is at the other end when a request is being served. */
  readonly client?: Client
  /** Present only inside a transaction. */
  readonly closing?: Closing<Context>
  /** What a verb counts before its own transaction, where that of an idempotency key is around both. */
  readonly counted?: Counted[]
}

/** What features add to what others do that must not know them; collected in features.ts. */
export interface Features {
  /** In the transaction in which somebody stops being staff. */
  readonly whenStaffLeave: readonly ((ctx: Context, actorId: number | null, accountId: number) => Promise<void>)[]
  /** In the transaction in which an address becomes an account's own. */
  readonly whenConfirmed: readonly ((ctx: Context, account: { id: number; email_key: string }) => Promise<void>)[]
  /** In the transaction in which an account's type changes to one that is not staff's. */
  readonly whenDemoted: readonly ((ctx: Context, account: { account_id: number }) => Promise<void>)[]
  /** In the transaction in which an account is suspended. */
  readonly whenSuspended: readonly ((
    ctx: Context,
    account: Pick<ErasedPerson, 'account_id' | 'was_staff'>,
  ) => Promise<void>)[]
  /** In the transaction in which a person is erased, behind all else. */
  readonly whenErased: readonly ((ctx: Context, person: ErasedPerson) => Promise<void>)[]
  /** What is said before somebody is suspended or deletes their account, or an admin does: whatever else they lose by it. */
  readonly effectsOfLeaving: readonly ((ctx: Context, leaving: Leaving) => Promise<string[]>)[]
  readonly personal: readonly PersonalData[]
  readonly notificationKinds: readonly NotificationKind[]
  readonly pictures: readonly PictureOwnerOf<Context>[]
  readonly subjects: readonly SubjectOf<Context>[]
  /** Links of the main navigation, behind the desk's own. */
  readonly navigation: readonly ((ctx: Context, actor: Actor) => NavigationLink | null)[]
  readonly panels: readonly Panel[]
  /** Where MESSAGES=hosts: who may begin to write to whom. Neither of the two is on the staff. */
  readonly mayWriteTo: readonly ((ctx: Context, from: Person, to: Person) => Promise<boolean>)[]
  /** Of jobs about what only their feature knows, by kind: whom and what they are about; undefined where it is gone. */
  readonly jobsConcern: Readonly<Record<string, (ctx: Context, id: number) => Promise<Concerned | undefined>>>
  /** How what was recorded reads. */
  readonly actions: Actions
}

export interface Leaving {
  account_id: number
  is_staff: boolean
  how: 'suspended' | 'deleted'
}

export interface ErasedPerson {
  account_id: number
  /** Of the address that the account had confirmed; null for none. */
  email_key: string | null
  was_staff: boolean
}

/** Whom and what a job is about. */
export interface Concerned {
  /** Whom it was to reach or is about, as addresses; usernames of those without one. */
  people: string[]
  /** What it is about, such as "ticket #5". */
  subjects: string[]
}

/** A link of the main navigation. */
export interface NavigationLink {
  href: string
  label: string
  icon: string
  /** The first segments of the addresses of its pages. */
  sections: readonly string[]
}

/** What a feature keeps about a person. */
export interface PersonalData {
  /** The members of a person's download. */
  members: Record<string, ZodType>
  /** Their values; many rows come in portions. */
  read(ctx: Context, actor: Actor): Promise<Record<string, unknown>>
  /** The tables whose rows go when the person is erased, each with the column that tells an account's rows apart. */
  deleted?: Partial<Record<keyof Schema, string>>
}

/** A list that a feature shows on a page that does not know the feature. */
export interface Panel {
  /** One's own home page, a person's public profile, or a ticket as staff see it, beside the conversation. */
  on: 'home' | 'profile' | 'ticket'
  /**
   * @param personId whose page it is; on a ticket its customer
   * @returns null where there is nothing to show to this viewer
   */
  read(ctx: Context, viewer: Actor, personId: number, ticketId?: number): Promise<ShownPanel | null>
}

export interface ShownPanel {
  title: string
  rows: { href: string; title: string; detail: string; badge?: string }[]
  /** Where the whole list is. */
  more: { href: string; label: string } | null
}

export interface Client {
  address: string | null
  user_agent: string | null
  /** Whether the request came with a token of the API instead of a browser's cookie. */
  by_token?: true
  /** What the request was counted against before it was known who sends it. */
  charge?: Charge
  /** What was counted against a limit while the request was served. */
  limits: LimitState[]
}

/** One more in a bucket of a limit. */
export interface Counted {
  bucket: string
  /** Milliseconds. */
  window: number
}

export interface Charge {
  key: string
  /** Whether the request is one that changes something. */
  changes: boolean
}

export interface Clock {
  /** UNIX milliseconds. */
  now(): number
}

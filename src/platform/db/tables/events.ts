import type { Generated } from 'kysely'

export type EventVisibility = 'public' | 'invite_only'

export interface EventsTable {
  id: Generated<number>
  host_id: number
  title: string
  description: string
  /** Empty while it is still open where it is. */
  location: string
  /** Title and location in the spelling of searches. */
  searched: string
  starts_at: number
  ends_at: number
  visibility: EventVisibility
  /** Null for as many as come. */
  capacity: number | null
  /** What is booked and what is held by offers to the waiting list. */
  places_taken: number
  /** Over all of a person's bookings; null without a limit. */
  places_per_person: number | null
  price_cents: number | null
  /** Whether attendees see each other's names. */
  attendees_visible: number
  /** Grows with each change that a calendar shows (RFC 5545, SEQUENCE). */
  sequence: number
  created_at: number
  changed_at: number
  cancelled_at: number | null
  cancel_reason: string | null
  picture_id: Generated<string | null>
  /** When those who come were reminded of it. */
  reminded_at: number | null
}

export interface EventTypesTable {
  id: Generated<number>
  event_id: number
  /** Within the event, from 1, for good: codes of passes name the type by it. */
  number: number
  position: number
  name: string
  price_cents: number | null
  /** Null for as many as the event has. */
  places: number | null
  places_taken: number
}

/** Which event a ticket is about. */
export interface TicketEventsTable {
  ticket_id: number
  event_id: number
}

export type QuestionKind = 'text' | 'number' | 'date' | 'choice' | 'phone'

export interface EventQuestionsTable {
  id: Generated<number>
  event_id: number
  position: number
  label: string
  kind: QuestionKind
  /** A JSON array; empty for all kinds but `choice`. */
  choices: string
  required: number
  /** Whether two places may not give the same answer. */
  once_per_event: number
}

export type InvitationState = 'open' | 'accepted' | 'declined' | 'withdrawn'

export interface EventInvitationsTable {
  id: Generated<number>
  event_id: number
  /** Null until somebody without an account has followed the link. */
  account_id: number | null
  email: string | null
  email_key: string | null
  token_hash: string | null
  invited_by: number
  invited_at: number
  state: InvitationState
  /** When the event ends, of an address that no account has followed the link for. */
  event_ends_at: number | null
}

export interface BookingsTable {
  id: Generated<number>
  event_id: number
  account_id: number
  /** Of the purchase token: one booking each. */
  purchase_id: string
  request_hash: string
  places: number
  booked_at: number
  paid_at: number | null
  cancelled_at: number | null
  cancelled_by: number | null
  /** For whoever had booked, by the host or staff who removed them. */
  cancel_reason: Generated<string | null>
}

export interface BookedPlacesTable {
  id: Generated<number>
  booking_id: number
  type_id: number | null
  position: number
}

export interface PlaceAnswersTable {
  place_id: number
  question_id: number
  answer: string
  /** The answer where two places may not give the same one. */
  unique_answer: string | null
}

export type WaitingState = 'waiting' | 'offered' | 'taken' | 'lapsed' | 'left'

export interface WaitingEntriesTable {
  id: Generated<number>
  event_id: number
  account_id: number
  type_id: number | null
  places: number
  state: WaitingState
  joined_at: number
  offered_at: number | null
  offer_ends_at: number | null
  /** Null while somebody waits or has an offer. */
  ended_at: number | null
}

export interface CalendarFeedsTable {
  account_id: number
  token_hash: string
  created_at: number
}

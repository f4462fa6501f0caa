import type { Generated } from 'kysely'

export type EventVisibility = 'public' | 'invite_only'

export interface EventsTable {
  id: Generated<number>
  host_id: number
  title: string
  description: string
  /** Empty while the location is undecided. */
  location: string
  /** Title and location, normalised for the search. */
  searched: string
  starts_at: number
  ends_at: number
  visibility: EventVisibility
  /** Null for an unlimited number. */
  capacity: number | null
  /** Places that are booked or held by offers to the waiting list. */
  places_taken: number
  /** Over all bookings of a person; null for no limit. */
  places_per_person: number | null
  price_cents: number | null
  /** Whether attendees see each other's names. */
  attendees_visible: number
  /** Incremented with each change that a calendar shows (RFC 5545, SEQUENCE). */
  sequence: number
  created_at: number
  changed_at: number
  cancelled_at: number | null
  cancel_reason: string | null
  picture_id: Generated<string | null>
  /** When the reminder was sent. */
  reminded_at: number | null
}

export interface EventTypesTable {
  id: Generated<number>
  event_id: number
  /** Number within the event, from 1; it never changes, as codes of passes name the type by it. */
  number: number
  position: number
  name: string
  price_cents: number | null
  /** Null for as many as the event has. */
  places: number | null
  places_taken: number
}

/** The event that a ticket is about. */
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
  /** Whether the answer must be unique within the event. */
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
  /** When the event ends, for an address with which no account has followed the link. */
  event_ends_at: number | null
  /** When a mail server rejected the invited address permanently. */
  refused_at: Generated<number | null>
}

export interface BookingsTable {
  id: Generated<number>
  event_id: number
  account_id: number
  /** From the purchase token: each allows one booking. */
  purchase_id: string
  request_hash: string
  places: number
  booked_at: number
  paid_at: number | null
  cancelled_at: number | null
  cancelled_by: number | null
  /** For the person who had booked, written by the host or staff who cancelled the booking. */
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
  /** The answer, if it must be unique within the event; otherwise null. */
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

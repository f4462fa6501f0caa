import type { Generated } from 'kysely'

/** The pass of a booked place. It admits the person who shows it once; once a day at an event of several days. */
export interface PassesTable {
  id: Generated<number>
  place_id: number
  event_id: number
  holder_id: number
  /** 16 random hex digits by which codes name the pass. */
  public_id: string
  /** 8 characters of Crockford's Base32, for typing by hand. */
  short_code: string
  /** Incremented when the place is handed over: earlier codes are then invalid. */
  generation: number
  /** Number of the type within the event; 0 for none. */
  type_number: number
  /** 16 hex digits: identifies the showing whose codes are valid. */
  tag: string | null
  /** The session of that showing. */
  session_id: string | null
  shown_at: number | null
  used_at: number | null
  cancelled_at: number | null
}

/** Earlier showings of a pass, kept to tell why a code is no longer valid. */
export interface PassShowingsTable {
  id: Generated<number>
  pass_id: number
  tag: string
  session_id: string
  shown_at: number
}

/** An Ed25519 key that signs codes. */
export interface PassKeysTable {
  id: number
  /** 32 bytes, base64url. */
  public_key: string
  /** The private key, encrypted under SECRET_KEY. */
  sealed: string
  created_at: number
  retired_at: number | null
}

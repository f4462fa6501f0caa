import type { Generated } from 'kysely'

/** Of a booked place: whoever holds it may come in by it, once. */
export interface PassesTable {
  id: Generated<number>
  place_id: number
  event_id: number
  holder_id: number
  /** 16 hex digits, random: what codes name the pass by. */
  public_id: string
  /** 8 signs of Crockford's Base32, for hands that type. */
  short_code: string
  /** Grows when the place is handed over: what was shown of it before is void. */
  generation: number
  /** Of the event's types; 0 for none. */
  type_number: number
  /** 16 hex digits: of the showing whose codes are good. */
  tag: string | null
  /** Whose session that is. */
  session_id: string | null
  shown_at: number | null
  used_at: number | null
  cancelled_at: number | null
}

/** What was shown of a pass: to tell why a code is good no more. */
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

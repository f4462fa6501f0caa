import type { Context } from '#context'
import { hour } from '#lib/durations.ts'
import { seal, unseal } from '#platform/http/seals.ts'
import { type Fields, keepForm, placePattern } from './drafts.ts'

/** A form submitted without a session: its fields, its place, and the account that it was made for. */
export interface Unsent {
  place: string
  drawn_for: number
  fields: Fields
}

const purpose = 'unsent form'

/** The form as a sealed field of the login page; the server stores nothing. */
export function carry(ctx: Context, unsent: Unsent): string {
  const text = JSON.stringify({ ...unsent, at: ctx.clock.now() })
  return seal(ctx.config, purpose, Buffer.from(text).toString('base64url'))
}

/** Saves the form that the login page carried as a draft of its author. @returns false if another account logged in */
export async function keepCarried(ctx: Context, carried: string, account: number): Promise<boolean> {
  const text = unseal(ctx.config, purpose, carried)
  if (text === null) return true
  const { place, drawn_for, fields, at } = JSON.parse(Buffer.from(text, 'base64url').toString())
  if (drawn_for !== account) return false
  if (ctx.clock.now() - at < hour && placePattern.test(place)) await keepForm(ctx, account, place, fields)
  return true
}

import { z } from 'zod'
import type { Context } from '#context'
import type { DomainError } from '#errors'
import type { Answer } from '#platform/http/answer.ts'
import type { Form, Route } from '#platform/http/route.ts'
import type { SessionActor } from '#platform/identity/actor.ts'

/** How a form that changes credentials is submitted again with a password or passkey. */
export interface Confirmation {
  /** @throws a DomainError that `wantsReauthentication` if the proof is wrong */
  prove(ctx: Context, actor: SessionActor, proof: ProofFields): Promise<SessionActor>
  /** The page that asks for the proof. */
  page(ctx: Context, actor: SessionActor, asked: AskedAgain): Promise<Answer>
}

export interface ProofFields {
  password?: unknown
  code?: unknown
  response?: unknown
}

export interface AskedAgain {
  /** The address of the refused form, and its fields. */
  action: string
  fields: { name: string; value: string }[]
  /** What was wrong with the proof, if one was given. */
  form: Form
  /** The page with the refused form. */
  back: string
  error: DomainError
}

const prefix = 'reauthentication_'

/** Splits the fields of a form that was submitted again into the proof and the original fields. */
export function splitProof(sent: Record<string, unknown>) {
  const own = Object.entries(sent).filter(([name]) => !name.startsWith(prefix))
  const others = Object.entries(sent).filter(([name]) => name.startsWith(prefix))
  const { back, ...proof } = Object.fromEntries(others.map(([name, value]) => [name.slice(prefix.length), value]))
  return {
    body: Object.fromEntries(own),
    proof: 'password' in proof || 'response' in proof ? (proof as ProofFields) : null,
    back: typeof back === 'string' ? back : undefined,
  }
}

/** Whether the route's own form asks for the password: then the page must not ask a second time. */
export const takesPassword = ({ body }: Route): boolean =>
  body instanceof z.ZodObject && 'current_password' in body.shape

/** The fields to submit again: all but secrets. */
export function fieldsToKeep(values: Record<string, string>, key: string | undefined) {
  const given = Object.entries({ ...values, ...(key && { idempotency_key: key }) })
  return given.filter(([name]) => name !== 'code').map(([name, value]) => ({ name, value }))
}

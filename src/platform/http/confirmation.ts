import { z } from 'zod'
import type { Context } from '#context'
import type { DomainError } from '#errors'
import type { SessionActor } from '#platform/identity/actor.ts'
import type { Answer } from './answer.ts'
import type { Form, Route } from './route.ts'

/** How a form that changes credentials is sent again with a proof of who sends it. */
export interface Confirmation {
  /** @throws a DomainError that `wantsReauthentication` when the proof is not good */
  prove(ctx: Context, actor: SessionActor, proof: ProofFields): Promise<SessionActor>
  /** The page that asks for a proof. */
  page(ctx: Context, actor: SessionActor, asked: AskedAgain): Promise<Answer>
}

export interface ProofFields {
  password?: unknown
  code?: unknown
  response?: unknown
}

export interface AskedAgain {
  /** Where the form goes that was refused, and what it held. */
  action: string
  fields: { name: string; value: string }[]
  /** What was wrong with the proof, if one was given. */
  form: Form
  /** The page that the form was on. */
  back: string
  error: DomainError
}

const prefix = 'reauthentication_'

/** Parts a form that was sent from the page that asks into the proof and what the form itself holds. */
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

/** Whether the route asks for the password itself, which the page that asks need not ask for twice. */
export const takesPassword = ({ body }: Route): boolean =>
  body instanceof z.ZodObject && 'current_password' in body.shape

/** Of what was typed all but secrets, to be sent again. */
export function fieldsToKeep(values: Record<string, string>, key: string | undefined) {
  const given = Object.entries({ ...values, ...(key && { idempotency_key: key }) })
  return given.filter(([name]) => name !== 'code').map(([name, value]) => ({ name, value }))
}

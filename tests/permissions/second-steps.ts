import { getAccount } from '#people/accounts/accounts.ts'
import { askForPasskey, askForReauthentication, askForSecondStep } from '#people/passkeys/login.ts'
import { addPasskey, offerPasskey } from '#people/passkeys/registration.ts'
import type { NewCredential } from '#people/passkeys/schemas.ts'
import { beginEnrolment } from '#people/second-factor/enrolment.ts'
import { authenticatePending, startSession } from '#people/sessions/sessions.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { type Member, password } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { codeOf, protect } from '../two-factor/authenticator-app.ts'
import { SoftPasskey } from '../two-factor/soft-passkey.ts'
import type { Row } from './table.ts'

/** The second factors of the person who asks. */
export interface Proofs {
  code: string
  /** What the browser gave for a passkey, as JSON. */
  passkey: object
  /** The id of a passkey of the owner. */
  passkey_id: string
}

const none: Proofs = { code: '123456', passkey: {}, passkey_id: 'none' }

/** Prepares what a row about two-factor login or passkeys needs. */
export async function prepareProofs(
  world: World,
  { path }: Pick<Row, 'path'>,
  owner: Member,
  asking: Member | null,
): Promise<Proofs> {
  const member = asking ?? owner
  if (path.endsWith('/two-factor/confirmation')) {
    const { secret } = await beginEnrolment(world.ctx, member.actor, password)
    return { ...none, code: codeOf(world, secret) }
  }
  if (/two-factor\/(recovery-codes|deletion)$/.test(path)) {
    const { recovery_codes } = await protect(world, member)
    return { ...none, code: recovery_codes[0] as string }
  }
  if (/\/passkeys$/.test(path)) return { ...none, passkey: await newPasskey(world, member, new SoftPasskey(world)) }
  if (path.includes('/:passkey')) return { ...none, passkey_id: (await passkeyOf(world, owner)).id }
  if (path === '/me/reauthentication/passkey') {
    const passkey = await passkeyOf(world, member)
    return { ...none, passkey: passkey.answer(await askForReauthentication(world.ctx, member.actor)) }
  }
  if (!/^\/(login|sessions)\/(second-step\/)?passkey$/.test(path)) return none
  const passkey = await passkeyOf(world, member)
  return { ...none, passkey: passkey.answer(await askForPasskey(world.ctx)) }
}

/** A pending login, with a code and a passkey that are valid for its second step. */
export async function goHalfWay(world: World, member: Member): Promise<{ token: string; proofs: Proofs }> {
  const { ctx } = world
  const { recovery_codes } = await protect(world, member)
  const passkey = await passkeyOf(world, member)
  const { token } = await startSession(ctx, await getAccount(ctx, member.id), { second_factor_required: true })
  const options = await askForSecondStep(ctx, (await authenticatePending(ctx, token)) as SessionActor)
  return { token, proofs: { ...none, code: recovery_codes[0] as string, passkey: passkey.answer(options) } }
}

async function newPasskey({ ctx }: World, { actor }: Member, passkey: SoftPasskey): Promise<NewCredential> {
  return passkey.create(await offerPasskey(ctx, actor, password)) as NewCredential
}

async function passkeyOf(world: World, member: Member): Promise<SoftPasskey> {
  const passkey = new SoftPasskey(world)
  await addPasskey(world.ctx, member.actor, { name: 'Phone', response: await newPasskey(world, member, passkey) })
  return passkey
}

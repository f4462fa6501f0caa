import type { Context } from '#context'
import { conflict, invalidField, notFound } from '#errors'
import { lockUnrevoked } from '#people/accounts/account-lock.ts'
import { getAccount } from '#people/accounts/accounts.ts'
import { notifyOfChange } from '#people/accounts/notices.ts'
import { confirmPassword } from '#people/sessions/credentials.ts'
import { recordFailedLogin } from '#people/sessions/failed-logins.ts'
import { hasSecondStep } from '#people/sessions/second-factor-queries.ts'
import { requireRecentProof } from '#people/sessions/sessions.ts'
import { record } from '#platform/activity/record.ts'
import { withTransaction } from '#platform/db/transaction.ts'
import type { SessionActor } from '#platform/identity/actor.ts'
import { passkeyAdded, passkeyRemoved } from './activity.ts'
import { newChallenge, useChallenge } from './challenges.ts'
import { deletePasskey, insertPasskey, listPasskeys, type Passkey } from './queries.ts'
import { expectationsOf, rpIdOf } from './relying-party.ts'
import type { NewCredential } from './schemas.ts'
import { webAuthn } from './web-authn.ts'

const most = 20
/** Ed25519, ES256 and RS256, by their COSE numbers. */
const supportedAlgorithmIDs = [-8, -7, -257]

/**
 * With two-factor login a recent proof of both steps is enough: the password alone would prove less, and be typed twice.
 *
 * @throws why no passkey can be added @returns those that there are
 */
export async function confirmForPasskey(
  ctx: Context,
  actor: SessionActor,
  current_password: string | undefined,
): Promise<Passkey[]> {
  if (current_password !== undefined) await confirmPassword(ctx, actor, current_password)
  else if (await hasSecondStep(ctx, actor.id)) await requireRecentProof(ctx, actor)
  else throw invalidField('current_password', 'Enter your current password.')
  return listWithRoom(ctx, actor.id)
}

/** Options for a discoverable passkey that verifies its owner by finger, face or PIN: both steps of a login in one. */
export async function offerPasskey(ctx: Context, actor: SessionActor, current_password?: string) {
  const passkeys = await confirmForPasskey(ctx, actor, current_password)
  const { generateRegistrationOptions } = await webAuthn()
  return generateRegistrationOptions({
    rpName: ctx.settings.current.site_name,
    rpID: rpIdOf(ctx.config),
    userID: new Uint8Array(Buffer.from(String(actor.id))),
    userName: actor.username,
    userDisplayName: actor.display_name,
    challenge: await newChallenge(ctx, 'registration', actor.id),
    timeout: 300_000,
    supportedAlgorithmIDs,
    attestationType: 'none',
    excludeCredentials: passkeys.map(descriptorOf),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** @throws conflict if the account has the maximum number of passkeys */
async function listWithRoom(ctx: Context, accountId: number): Promise<Passkey[]> {
  const passkeys = await listPasskeys(ctx, accountId)
  if (passkeys.length >= most) throw conflict('too_many_passkeys', `An account can have ${most} passkeys at most.`)
  return passkeys
}

export const descriptorOf = ({ id, transports }: Passkey) => ({ id, transports: JSON.parse(transports) as string[] })

/** Only somebody who has proved their identity has a challenge for this. */
export async function addPasskey(
  ctx: Context,
  actor: SessionActor,
  { name, response }: { name: string; response: NewCredential },
): Promise<Passkey> {
  const account = await getAccount(ctx, actor.id)
  const challenge = await useChallenge(ctx, 'registration', actor.id, response.response.clientDataJSON)
  const checked = challenge === null ? null : await check(ctx, response, challenge)
  if (!checked) return refuse(ctx, actor)
  const { id, publicKey, counter } = checked
  const passkey: Passkey = {
    id,
    account_id: actor.id,
    public_key: Buffer.from(publicKey).toString('base64url'),
    counter,
    transports: JSON.stringify(response.response.transports),
    name,
    created_at: ctx.clock.now(),
    last_used_at: null,
  }
  await withTransaction(ctx, async (ctx) => {
    await lockUnrevoked(ctx, account)
    // Several may have been started before the first was added.
    await listWithRoom(ctx, actor.id)
    if (!(await insertPasskey(ctx, passkey))) throw conflict('passkey_known', 'This passkey is registered already.')
    await record(ctx, passkeyAdded, { actor_id: actor.id })
    await notifyOfChange(ctx, actor, 'A passkey was added to your account.')
  })
  return passkey
}

async function check({ config }: Context, response: NewCredential, expectedChallenge: string) {
  try {
    const { verifyRegistrationResponse } = await webAuthn()
    const result = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      supportedAlgorithmIDs,
      ...expectationsOf(config),
    })
    return result.verified ? result.registrationInfo.credential : null
  } catch {
    return null
  }
}

async function refuse(ctx: Context, { id, username }: SessionActor): Promise<never> {
  await recordFailedLogin(ctx, username, id, 'passkey')
  throw invalidField('response', 'The passkey could not be added: this took too long, or was sent twice. Try again.')
}

export async function removePasskey(ctx: Context, actor: SessionActor, id: string): Promise<void> {
  await withTransaction(ctx, async (ctx) => {
    if (!(await deletePasskey(ctx, actor.id, id))) throw notFound('passkey')
    await record(ctx, passkeyRemoved, { actor_id: actor.id })
    await notifyOfChange(ctx, actor, 'A passkey was removed from your account.')
  })
}

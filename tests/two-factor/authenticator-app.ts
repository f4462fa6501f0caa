import { Secret, TOTP } from 'otpauth'
import { beginEnrolment, confirmEnrolment } from '#people/second-factor/enrolment.ts'
import type { Member } from '../support/people.ts'
import { password } from '../support/people.ts'
import type { World } from '../support/world.ts'

const step = 30_000

/** The code that the app shows now, or this many steps of 30 seconds later. */
export const codeOf = ({ clock }: World, secret: string, later = 0) =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: clock.now() + later * step })

/** A code that is not valid now. */
export function wrongCode(world: World, secret: string): string {
  const near = [-2, -1, 0, 1, 2].map((later) => codeOf(world, secret, later))
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !near.includes(code)) as string
}

export interface Protected {
  secret: string
  recovery_codes: string[]
}

/** Turns two-factor login on, and advances the clock, so that the app shows an unused code. */
export async function protect(world: World, { actor }: Member): Promise<Protected> {
  const { secret } = await beginEnrolment(world.ctx, actor, password)
  const recovery_codes = await confirmEnrolment(world.ctx, actor, codeOf(world, secret))
  world.clock.advance(step)
  return { secret, recovery_codes }
}

export interface Tried {
  name_tried: string
  account_id: number | null
  reason: string
}

export const failedLogins = ({ ctx }: World, account_id: number | null): Promise<Tried[]> =>
  ctx.db
    .selectFrom('failed_logins')
    .select(['name_tried', 'account_id', 'reason'])
    .where('account_id', account_id === null ? 'is' : '=', account_id)
    .orderBy('id')
    .execute()

/** Sends many requests at the same moment. */
export const atOnce = <T>(count: number, act: () => PromiseLike<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, act))

/** Gives the password. @returns the token, which is valid only for the second step */
export async function halfToken(world: World, { username }: Member): Promise<string> {
  const { body } = await world.api().post('/api/v1/sessions').send({ login: username, password }).expect(201)
  if (body.second_factor_required !== true) throw new Error('this login is whole already')
  return body.access_token
}

/** The same in a browser. */
export async function halfBrowser(world: World, { username }: Member) {
  const visitor = world.visitor()
  const answer = await visitor.post('/login').type('form').send({ login: username, password }).redirects(0)
  if (!answer.get('location')?.startsWith('/login/second-step')) throw new Error('this login is whole already')
  return visitor
}

import { hash, verify } from '@node-rs/argon2'
import type { Config } from '../config.ts'

/** Argon2id (RFC 9106) with the parameters of the OWASP password storage guide: 19 MiB, 2 passes, 1 lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

const pepper = (config: Config) => ({ secret: Buffer.from(config.pepper) })

export const hashPassword = (config: Config, password: string) => hash(password, { ...cost, ...pepper(config) })

let nobodysHash: Promise<string> | undefined

/** Takes as long for an account that does not exist (no hash) as for one that does. */
export async function passwordMatches(config: Config, hashed: string | undefined, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword(config, 'nobody has this password')
  const matches = await verify(hashed ?? (await nobodysHash), password, pepper(config))
  return matches && hashed !== undefined
}

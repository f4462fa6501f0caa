import { hash, verify } from '@node-rs/argon2'
import type { Config } from '#config'
import { Lanes } from '#lib/lanes.ts'

const costText = ({ passwordCost: { memoryCost, timeCost, parallelism } }: Config) =>
  `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`

/** Fewer than libuv's threads (see tools/launch), which are also needed for the disk. */
const hashing = new Lanes(4)

/** @returns the id of the pepper, then the hash in PHC string format */
export async function hashPassword(config: Config, password: string): Promise<string> {
  const pepper = currentPepper(config)
  return pepper.id + (await hashing.run(() => hash(password, { ...config.passwordCost, secret: pepper.key })))
}

const currentPepper = (config: Config) => {
  const [pepper] = config.peppers
  if (!pepper) throw new Error('there is no pepper')
  return pepper
}

const split = (stored: string) => {
  const start = stored.indexOf('$')
  return { pepperId: stored.slice(0, start), phc: stored.slice(start) }
}

/** Whether the hash was made with another pepper or cost than a new one would be. */
export function isOutdated(config: Config, stored: string): boolean {
  const { pepperId, phc } = split(stored)
  return pepperId !== currentPepper(config).id || !phc.startsWith(costText(config))
}

const nobodysHashes = new WeakMap<Config, Promise<string>>()

function nobodysHash(config: Config): Promise<string> {
  const made = nobodysHashes.get(config) ?? hashPassword(config, 'nobody has this password')
  nobodysHashes.set(config, made)
  return made
}

/** Takes equally long without an account (no hash), and with an invalid hash. */
export async function passwordMatches(config: Config, stored: string | undefined, password: string): Promise<boolean> {
  const matches = stored === undefined ? null : await verifyHash(config, stored, password)
  if (matches !== null) return matches
  await verifyHash(config, await nobodysHash(config), password)
  return false
}

/** @returns null for an invalid hash, such as an erased account's; decided without computing one */
async function verifyHash(config: Config, stored: string, password: string): Promise<boolean | null> {
  const { pepperId, phc } = split(stored)
  const pepper = config.peppers.find(({ id }) => id === pepperId)
  try {
    return await hashing.run(() => verify(phc, password, { secret: (pepper ?? currentPepper(config)).key }))
  } catch {
    return null
  }
}

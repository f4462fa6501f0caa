import type { Config } from '#config'

/** The relying party: the host name of BASE_URL; a passkey works nowhere else. */
export const rpIdOf = (config: Config) => new URL(config.server.origin).hostname

/** What a response must have been made for. */
export const expectationsOf = (config: Config) => ({
  expectedOrigin: config.server.origin,
  expectedRPID: rpIdOf(config),
  requireUserVerification: true,
})

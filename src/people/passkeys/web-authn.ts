/** Loaded on first use: it includes the formats of every manufacturer. */
export const webAuthn = () => import('@simplewebauthn/server')

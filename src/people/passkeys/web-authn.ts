/** Loaded with the first passkey: it brings the formats of every maker of devices with it. */
export const webAuthn = () => import('@simplewebauthn/server')

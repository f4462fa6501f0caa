const bearer = /^Bearer +([\w.~+/-]+=*)$/i

/** The token in an Authorization header (RFC 6750). */
export const bearerToken = (header: string | undefined): string | undefined => bearer.exec(header ?? '')?.[1]

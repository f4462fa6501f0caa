const bearer = /^Bearer +([\w.~+/-]+=*)$/i

/** The token of an Authorization header, by RFC 6750. */
export const bearerToken = (header: string | undefined): string | undefined => bearer.exec(header ?? '')?.[1]

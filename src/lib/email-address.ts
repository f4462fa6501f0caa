import { domainToASCII, domainToUnicode } from 'node:url'

/** `Dot-string` of RFC 5321 (4.1.2), the form of nearly every address. */
const localPart = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/
const domain = /^([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+(?!\d+$)[a-z\d][a-z\d-]{0,61}[a-z\d]$/i
/** A domain with letters beyond ASCII, without characters of a URL, at which `URL` would cut it off. */
const international = /^[a-z\d.-]*[^\0-\x7f][a-z\d.\-\u{80}-\u{10ffff}]*$/iu

/** The address with its domain in the form of mail servers: `anna@xn--mller-kva.example` for `anna@müller.example`. */
export function asciiAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1
  const host = address.slice(at)
  return at > 0 && international.test(host) ? address.slice(0, at) + (domainToASCII(host) || host) : address
}

/** The address in the form of mail servers, and with a readable domain if that differs. */
export function formsOfAddress(address: string): string[] {
  const known = asciiAddress(address)
  return [...new Set([known, readableAddress(known)])]
}

/** The address with a readable domain in lower case; databases can only lower ASCII letters. */
export function readableAddress(address: string): string {
  const known = asciiAddress(address)
  const at = known.lastIndexOf('@') + 1
  return known.slice(0, at) + (domainToUnicode(known.slice(at)) || known.slice(at))
}

export function isEmailAddress(text: string): boolean {
  const address = asciiAddress(text)
  const at = address.lastIndexOf('@')
  const [name, host] = [address.slice(0, at), address.slice(at + 1)]
  return at > 0 && at <= 64 && address.length <= 254 && localPart.test(name) && domain.test(host)
}

/** A mailto URL (RFC 6068) that contains only the address, without parameters such as `?bcc=`. */
export const mailto = (address: string) => `mailto:${encodeURIComponent(address).replace('%40', '@')}`

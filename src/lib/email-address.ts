import { domainToASCII, domainToUnicode } from 'node:url'

/** `Dot-string` of RFC 5321 (4.1.2), as nearly every address has it. */
const localPart = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/
const domain = /^([a-z\d]([a-z\d-]{0,61}[a-z\d])?\.)+(?!\d+$)[a-z\d][a-z\d-]{0,61}[a-z\d]$/i
/** A domain with letters beyond ASCII, and no signs of it: as of a URL, all from the first on would be cut off. */
const international = /^[a-z\d.-]*[^\0-\x7f][a-z\d.\-\u{80}-\u{10ffff}]*$/iu

/** The address with its domain as mail servers know it: `anna@xn--mller-kva.example` for `anna@müller.example`. */
export function asciiAddress(address: string): string {
  const at = address.lastIndexOf('@') + 1
  const host = address.slice(at)
  return at > 0 && international.test(host) ? address.slice(0, at) + (domainToASCII(host) || host) : address
}

/** An address as mail servers know it, and with its domain as people read it, where that is another. */
export function formsOfAddress(address: string): string[] {
  const known = asciiAddress(address)
  return [...new Set([known, readableAddress(known)])]
}

/** An address with its domain as people read it, which is in small letters: databases know those of ASCII at most. */
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

/** The address of a link by which a mail is written to somebody (RFC 6068): it is to hold nothing else, such as `?bcc=`. */
export const mailto = (address: string) => `mailto:${encodeURIComponent(address).replace('%40', '@')}`

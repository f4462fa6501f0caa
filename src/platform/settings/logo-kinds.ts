export const mostLogoBytes = 100_000

/** The stored type; an SVG is rendered first. A logo stored by an earlier version may still be an SVG. */
export type LogoType = 'image/png' | 'image/jpeg' | 'image/webp' | 'image/svg+xml'

const begins = (content: Buffer, hex: string, at = 0) =>
  content.subarray(at, at + hex.length / 2).equals(Buffer.from(hex, 'hex'))

/** The type by content, whatever the file's name or sender says; null for anything but a supported picture. */
function typeOf(content: Buffer): LogoType | null {
  if (begins(content, '89504e470d0a1a0a')) return 'image/png'
  if (begins(content, 'ffd8ff')) return 'image/jpeg'
  if (begins(content, '52494646') && begins(content, '57454250', 8)) return 'image/webp'
  const text = content.toString()
  return text.trimStart().startsWith('<') && text.includes('<svg') ? 'image/svg+xml' : null
}

/** @returns the type, or why this cannot be the logo */
export function checkLogo(content: Buffer): { type: LogoType } | { reason: string } {
  if (content.length === 0) return { reason: 'Choose a picture first.' }
  if (content.length > mostLogoBytes) {
    const size = Math.ceil(content.length / 1000)
    return { reason: `This picture has ${size} kB; a logo can have at most 100 kB. Save it smaller and try again.` }
  }
  const type = typeOf(content)
  return type ? { type } : { reason: 'A logo is a PNG, JPEG, WebP or SVG picture. This file is none of them.' }
}

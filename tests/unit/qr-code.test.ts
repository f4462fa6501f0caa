import { expect, test } from 'vitest'
import { qrCodeSvg } from '#lib/qr-code.ts'

/** The modules of the drawing, one character each. */
function drawn(svg: string): string[] {
  const size = Number(/viewBox="0 0 (\d+) /.exec(svg)?.[1])
  const rows = Array.from({ length: size }, () => Array<string>(size).fill('.'))
  for (const [, x, y, length] of svg.matchAll(/M(\d+) (\d+)h(\d+)v1/g))
    rows[Number(y)]?.fill('#', Number(x), Number(x) + Number(length))
  return rows.map((row) => row.join(''))
}

test('a QR code has its three corners and a quiet zone of four modules on a light ground', () => {
  const svg = qrCodeSvg('otpauth://totp/SupportMe:kim?secret=JBSWY3DPEHPK3PXP', 232)
  const rows = drawn(svg)
  expect(svg).toContain('fill="#fff" d="M0 0h')
  expect(rows.slice(0, 4).join('')).not.toContain('#')
  const [first, second] = [rows[4] as string, rows[5] as string]
  expect(first.slice(0, 12)).toBe('....#######.')
  expect(first.slice(-12)).toBe('.#######....')
  expect(second.slice(4, 11)).toBe('#.....#')
  expect(rows.at(-5)?.slice(4, 12)).toBe('#######.')
})

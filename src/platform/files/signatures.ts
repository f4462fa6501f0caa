import { open } from 'node:fs/promises'

const begins = (bytes: Buffer, hex: string, at = 0) =>
  bytes.subarray(at, at + hex.length / 2).equals(Buffer.from(hex, 'hex'))

/** Whether the first bytes are those of a supported picture, whatever its name or media type says. */
export async function isPicture(path: string): Promise<boolean> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0)
    return beginsAsPicture(buffer.subarray(0, bytesRead))
  } finally {
    await file.close()
  }
}

/** JPEG, PNG, WebP, GIF and AVIF. */
export const beginsAsPicture = (bytes: Buffer) =>
  begins(bytes, 'ffd8ff') ||
  begins(bytes, '89504e470d0a1a0a') ||
  (begins(bytes, '52494646') && begins(bytes, '57454250', 8)) ||
  /^GIF8[79]a/.test(bytes.toString('latin1')) ||
  /^ftypavi[fs]/.test(bytes.toString('latin1', 4))

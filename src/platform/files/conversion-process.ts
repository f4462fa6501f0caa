import sharp, { type Metadata, type Sharp } from 'sharp'

/**
 * Makes two WebP pictures of one in a process of its own: what a decoder takes of memory is given back when that ends,
 * and a decoder that crashes takes nobody with it. Its one argument is a `Conversion`; it prints a `Converted`.
 */
export interface Conversion {
  from: string
  large: Target
  small: Target
}

export interface Target {
  to: string
  width: number
  height: number
  /** Cut to this shape, instead of fitted into it. */
  cut: boolean
}

export type Converted =
  | { width: number; height: number; size: number }
  | { refused: 'pixels' | 'broken' | 'full' | 'disk'; reason: string }

const mostPixels = 40_000_000
/** For what a decoder has to hold as a whole. */
const mostBytes = 160_000_000

// Whatever else the library reads, as SVG and PDF, is a program to be run.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}`),
})
sharp.cache(false)
sharp.concurrency(1)

async function convert({ from, large, small }: Conversion): Promise<Converted> {
  const found = await sharp(from, { limitInputPixels: mostPixels }).metadata()
  if (found.width * found.height * bytesHeld(found) > mostBytes) throw new Error('pixel limit of this format')
  // Turned upright, in sRGB, without anything else that the file says of itself.
  const { data, info } = await resized(
    sharp(from, { limitInputPixels: mostPixels, failOn: 'error' }).autoOrient(),
    large,
  )
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const raw = { width, height, channels }
  const one = await sharp(data, { raw }).webp({ quality: 80 }).toFile(large.to)
  const other = await resized(sharp(data, { raw }), small).webp({ quality: 80 }).toFile(small.to)
  return { width, height, size: one.size + other.size }
}

/** Bytes for each pixel, as measured: most pictures are read line by line. */
function bytesHeld({ format, isProgressive, depth }: Metadata): number {
  if (format === 'heif') return 20
  if (isProgressive && depth === 'ushort') return 11
  return isProgressive || format === 'gif' ? 6.5 : 4
}

const resized = (picture: Sharp, { width, height, cut }: Target) =>
  picture.resize(width, height, cut ? { fit: 'cover' } : { fit: 'inside', withoutEnlargement: true })

const given = JSON.parse(process.argv[2] ?? '') as Conversion
const converted = await convert(given).catch(({ message }: Error): Converted => {
  if (/pixel limit/i.test(message)) return { refused: 'pixels', reason: message }
  if (/no space left|quota/i.test(message)) return { refused: 'full', reason: message }
  // What cannot be written; what cannot be read was found to be a picture, and is a broken one.
  return { refused: /write|unable to open for/i.test(message) ? 'disk' : 'broken', reason: message }
})
process.stdout.write(JSON.stringify(converted))

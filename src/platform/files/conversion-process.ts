import sharp, { type Metadata, type Sharp } from 'sharp'

/**
 * Converts one picture into two WebP pictures in a process of its own: its memory is freed when it ends, and a crash of
 * a decoder affects nothing else. Its one argument is a `Conversion` as JSON; it prints a `Converted`.
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
  /** Cropped to the size, instead of fitted into it. */
  cut: boolean
}

export type Converted =
  | { width: number; height: number; size: number }
  | { refused: 'pixels' | 'broken' | 'full' | 'disk'; reason: string }

const mostPixels = 40_000_000
/** Limit of the decoder's memory. */
const mostBytes = 160_000_000

// Other formats that the library reads, such as SVG and PDF, are programs that would run.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((format) => `VipsForeignLoad${format}`),
})
sharp.cache(false)
sharp.concurrency(1)

async function convert({ from, large, small }: Conversion): Promise<Converted> {
  const found = await sharp(from, { limitInputPixels: mostPixels }).metadata()
  if (found.width * found.height * bytesHeld(found) > mostBytes) throw new Error('pixel limit of this format')
  // Rotated upright, in sRGB, without other metadata.
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

/** Bytes for each pixel, as measured: most pictures are decoded line by line. */
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
  // An output that cannot be written is the disk's fault; an input that began as a picture and cannot be read is
  // broken.
  return { refused: /write|unable to open for/i.test(message) ? 'disk' : 'broken', reason: message }
})
process.stdout.write(JSON.stringify(converted))

import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'

/**
 * Renders an SVG in a process of its own, for the same reasons as `conversion-process.ts`. It reads the SVG from stdin,
 * so that relative addresses in it resolve to no file, and prints a `Drawn`.
 */
export type Drawn =
  /** The picture in base64. */
  { webp: string } | { refused: 'pixels' | 'broken' | 'costly' | 'empty'; reason: string }

/** Sharp on every screen: a logo is shown at most 64 pixels high and 192 wide. */
const most = { width: 1024, height: 512 }
const limits = { limitInputPixels: 40_000_000, failOn: 'error' } as const
/** Limit of the whole process, in bytes: a filter can request any amount. A normal drawing takes 60 to 130 million. */
const mostMemory = 250_000_000
/** A larger picture has many colours and is compressed lossily: every page of the desk shows it. */
const mostBytes = { lossless: 100_000, lossy: 300_000 }

sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({ operation: ['VipsForeignLoadSvgBuffer'] })
sharp.cache(false)
sharp.concurrency(1)

async function draw(svg: Buffer): Promise<Drawn> {
  const { data, info } = await sharp(svg, limits)
    .resize(most.width, most.height, { fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height, channels } = info
  const drawing = sharp(data, { raw: { width, height, channels } })
  const { isOpaque, channels: found } = await drawing.stats()
  if (!isOpaque && found.at(-1)?.max === 0) return { refused: 'empty', reason: 'nothing is drawn' }
  const lossless = await drawing.clone().webp({ lossless: true }).toBuffer()
  const webp = lossless.length <= mostBytes.lossless ? lossless : await drawing.webp({ quality: 90 }).toBuffer()
  if (webp.length > mostBytes.lossy) return { refused: 'costly', reason: `the picture has ${webp.length} bytes` }
  return { webp: webp.toString('base64') }
}

// The rendering runs in another thread.
setInterval(() => {
  if (process.memoryUsage.rss() > mostMemory) process.kill(process.pid, 'SIGKILL')
}, 20).unref()

const drawn = await draw(await buffer(process.stdin)).catch(({ message }: Error): Drawn => {
  if (/pixel limit/i.test(message)) return { refused: 'pixels', reason: message }
  // The renderer has limits of its own, such as for nested references.
  return { refused: /rendering failed|memory/i.test(message) ? 'costly' : 'broken', reason: message }
})
process.stdout.write(JSON.stringify(drawn))

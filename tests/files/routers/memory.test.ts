import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { sizes } from '#platform/files/kinds.ts'
import { plain } from '../uploading.ts'

const run = promisify(execFile)
const program = new URL('../../../src/platform/files/conversion-process.ts', import.meta.url).pathname
const tellPeak = 'process.on("exit", () => process.stderr.write(String(process.resourceUsage().maxRSS)))'

const folder = await mkdtemp(join(tmpdir(), 'conversion-'))
afterAll(() => rm(folder, { recursive: true }))

test('a conversion takes at most 300 MB of memory, also of the picture that takes most', async () => {
  const from = join(folder, 'largest')
  await writeFile(from, await sharp(plain(3200, 2400)).avif({ effort: 0 }).toBuffer())
  const target = (size: 'large' | 'small') => {
    const { [size]: side, cut } = sizes.event
    return { to: join(folder, size), width: side, height: side, cut }
  }
  const conversion = JSON.stringify({ from, large: target('large'), small: target('small') })
  const flags = ['--no-warnings', '--import', `data:text/javascript,${encodeURIComponent(tellPeak)}`]
  const { stdout, stderr } = await run(process.execPath, [...flags, program, conversion])
  expect(JSON.parse(stdout)).toMatchObject({ width: sizes.event.large })
  expect(Number(stderr)).toBeGreaterThan(0)
  expect(Number(stderr) / 1024).toBeLessThan(300)
})

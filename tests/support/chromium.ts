import { execFile } from 'node:child_process'
import { access, constants, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

export interface Chromium {
  executablePath: string
  env: Record<string, string>
}

const root = fileURLToPath(new URL('../..', import.meta.url))

/** The browser at CHROMIUM_PATH, else the one in the npm package @sparticuz/chromium, unpacked once per version. */
export async function chromium(): Promise<Chromium> {
  const given = process.env.CHROMIUM_PATH
  if (given) return { executablePath: given, env: {} }
  const folder = await unpacked()
  const libraries = [join(folder, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':')
  return {
    executablePath: join(folder, 'chromium'),
    env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(folder, 'fonts.conf') },
  }
}

async function unpacked(): Promise<string> {
  const build = fileURLToPath(import.meta.resolve('@sparticuz/chromium'))
  const { version } = JSON.parse(await readFile(join(dirname(build), '../package.json'), 'utf8'))
  const cache = await writable(join(root, 'node_modules/.cache'))
  const folder = join(cache, `chromium-${version}`)
  if (await exists(folder)) return folder

  const staging = await mkdtemp(`${folder}-`)
  try {
    await unpackInto(staging)
    await writeFile(join(staging, 'fonts.conf'), fonts(folder))
    await rename(staging, folder)
  } catch (error) {
    await rm(staging, { recursive: true, force: true })
    // Another test file was faster.
    if (!(await exists(folder))) throw error
  }
  return folder
}

/** The package unpacks into the folder for temporary files, and its shared libraries only where it sees AWS. */
async function unpackInto(folder: string) {
  const script = `const { default: chromium } = await import('@sparticuz/chromium'); await chromium.executablePath()`
  await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
    cwd: root,
    env: { ...process.env, TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' },
  })
}

/** The package's Open Sans first, so that pages look the same everywhere; then what the machine has. */
const fonts = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}/fonts</dir>
  <cachedir>${folder}/fonts-cache</cachedir>
  ${['sans-serif', 'system-ui'].map(preferOpenSans).join('\n  ')}
</fontconfig>
`

const preferOpenSans = (family: string) =>
  `<match target="pattern"><test name="family"><string>${family}</string></test>` +
  '<edit name="family" mode="prepend" binding="strong"><string>Open Sans</string></edit></match>'

async function writable(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true })
    await access(folder, constants.W_OK)
    return folder
  } catch {
    return tmpdir()
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { workerPolicy } from './security-headers.ts'
import { hashOf, type StaticContent, staticContent } from './static-content.ts'

const folder = join(import.meta.dirname, '../../../public/modules')

/** Modules that some pages start, as named in a view's answer: `public/modules/<name>.js` exports `start`. */
export type PageModule = 'door' | 'offline' | 'pass'

const fileOf = (name: string) => fileURLToPath(import.meta.resolve(name))
const reader = fileOf('zxing-wasm/reader')

/** Libraries for browsers, by the path under which the modules import them. */
const vendored: Record<string, string> = {
  'vendor/qr.js': fileOf('qr'),
  'vendor/zxing/reader/index.js': reader,
  'vendor/zxing/share.js': join(reader, '../../share.js'),
  'vendor/zxing/reader/zxing_reader.wasm': fileOf('zxing-wasm/reader/zxing_reader.wasm'),
}

export interface ModuleFile {
  content: StaticContent
  headers: Record<string, string>
}

/** Modules by address. All are in one folder named by a hash of them all, so that relative imports work. */
export function loadModules(): Map<string, ModuleFile> {
  const own = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path): [string, string] => [relative(folder, path).replaceAll(sep, '/'), path])
  const files = [...own, ...Object.entries(vendored)].sort()
  const contents = files.map(([name, path]): [string, StaticContent] => [name, fileContent(name, readFileSync(path))])
  const version = hashOf(contents.map(([name, { hash }]) => `${name} ${hash}`).join('\n'))
  return new Map(
    contents.map(([name, content]) => [`/assets/${version}/${name}`, { content, headers: headersOf(name) }]),
  )
}

const fileContent = (name: string, source: Buffer) =>
  staticContent(name.endsWith('.wasm') ? 'application/wasm' : 'text/javascript; charset=utf-8', source)

/** A worker gets its policy from its own file, not from its page. */
const headersOf = (name: string): Record<string, string> =>
  name.endsWith('worker.js') ? { 'content-security-policy': workerPolicy } : {}

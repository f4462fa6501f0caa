import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { Router } from 'express'
import { loadModules, type ModuleFile, type PageModule } from './page-modules.ts'
import { type StaticContent, sendStatic, staticContent } from './static-content.ts'

const folder = join(import.meta.dirname, '../../../public')
const packages = createRequire(import.meta.url)

interface Asset {
  address: string
  content: StaticContent
}

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
}

function filesOf(kind: 'css' | 'js', first?: string): string[] {
  const names = readdirSync(join(folder, kind)).filter((name) => name.endsWith(`.${kind}`))
  names.sort((a, b) => Number(b === first) - Number(a === first) || a.localeCompare(b))
  return names.map((name) => readFileSync(join(folder, kind, name), 'utf8'))
}

/** Each behaviour is a file of its own without imports; a block scopes its names. */
const joinScripts = (scripts: string[]) => scripts.map((script) => `{\n${script}}\n`).join('')

/** Removes comments except licences: in scripts those on lines of their own, in styles all. */
const withoutComments = {
  js: (source: string) => source.replace(/^\s*(?:\/\/[^\n]*|\/\*\*(?:(?!\*\/).)*\*\/)\n/gms, ''),
  css: (source: string) => source.replace(/\/\*.*?\*\/\n?/gs, ''),
}

function load(): Map<string, Asset> {
  const turbo = packages.resolve('@hotwired/turbo/dist/turbo.es2017-esm.js')
  const sources: Record<string, string | Buffer> = {
    'app.css': withoutComments.css(filesOf('css', 'tokens.css').join('\n')),
    'app.js': withoutComments.js(joinScripts(filesOf('js'))),
    'turbo.js': withoutComments.js(readFileSync(turbo, 'utf8')),
    'icons.svg': readFileSync(join(folder, 'icons.svg')),
    'favicon.svg': readFileSync(join(folder, 'favicon.svg')),
  }
  for (const name of readdirSync(join(folder, 'app-icons')))
    sources[name] = readFileSync(join(folder, 'app-icons', name))
  return new Map(Object.entries(sources).map(([name, source]) => [name, asset(name, Buffer.from(source))]))
}

function asset(name: string, source: Buffer): Asset {
  const [stem, ending = ''] = name.split('.')
  const content = staticContent(types[ending] ?? 'application/octet-stream', source)
  return { address: `/assets/${stem}-${content.hash}.${ending}`, content }
}

let loaded: Map<string, Asset> | undefined
const all = () => (loaded ??= load())

let loadedModules: Map<string, ModuleFile> | undefined
const modules = () => (loadedModules ??= loadModules())

/** The address of a page's module, or of one that such a module imports; all are in one folder. */
export function moduleAddress(name: PageModule | 'kept-pages'): string {
  const found = [...modules().keys()].find((address) => /^\/assets\/[^/]+\/([^/]+)\.js$/.exec(address)?.[1] === name)
  if (!found) throw new Error(`no module ${name}`)
  return found
}

const keptForEver = { 'cache-control': 'public, max-age=31536000, immutable' }

/** The address of an asset. It changes with the content, so that responses may be cached for ever. */
export function assetAddress(name: string): string {
  const found = all().get(name)
  if (!found) throw new Error(`no asset ${name}`)
  return found.address
}

export function assets(): Router {
  const byAddress = new Map([...all().values()].map((asset) => [asset.address, asset.content]))
  const moduleFiles = modules()
  const router = Router()
  router.get('/assets/:name', (req, res, next) => {
    const content = byAddress.get(req.path)
    if (!content) return next()
    return sendStatic(req, res, content, keptForEver)
  })
  router.get('/assets/:version/*path', (req, res, next) => {
    const file = moduleFiles.get(req.path)
    if (!file) return next()
    return sendStatic(req, res, file.content, { ...keptForEver, ...file.headers })
  })
  return router
}

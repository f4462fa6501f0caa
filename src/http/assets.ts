import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import { Router } from 'express'

const folder = join(import.meta.dirname, '../../public')
const packages = createRequire(import.meta.url)

interface Asset {
  address: string
  type: string
  content: Buffer
  compressed: Map<string, Promise<Buffer>>
}

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

function filesOf(kind: 'css' | 'js', first?: string): string[] {
  const names = readdirSync(join(folder, kind)).filter((name) => name.endsWith(`.${kind}`))
  names.sort((a, b) => Number(b === first) - Number(a === first) || a.localeCompare(b))
  return names.map((name) => readFileSync(join(folder, kind, name), 'utf8'))
}

/** Each behaviour is a file of its own without imports; a block keeps its names to itself. */
const joinScripts = (scripts: string[]) => scripts.map((script) => `{\n${script}}\n`).join('')

function load(): Map<string, Asset> {
  const turbo = packages.resolve('@hotwired/turbo/dist/turbo.es2017-esm.js')
  const sources: Record<string, string | Buffer> = {
    'app.css': filesOf('css', 'tokens.css').join('\n'),
    'app.js': joinScripts(filesOf('js')),
    'turbo.js': readFileSync(turbo),
    'icons.svg': readFileSync(join(folder, 'icons.svg')),
    'favicon.svg': readFileSync(join(folder, 'favicon.svg')),
  }
  return new Map(Object.entries(sources).map(([name, source]) => [name, asset(name, Buffer.from(source))]))
}

function asset(name: string, content: Buffer): Asset {
  const hash = createHash('sha256').update(content).digest('base64url').slice(0, 10)
  const [stem, ending = ''] = name.split('.')
  const type = types[ending] ?? 'application/octet-stream'
  return { address: `/assets/${stem}-${hash}.${ending}`, type, content, compressed: new Map() }
}

let loaded: Map<string, Asset> | undefined
const all = () => (loaded ??= load())

/** The address of an asset, which changes with its content and may be cached for ever. */
export function assetAddress(name: string): string {
  const found = all().get(name)
  if (!found) throw new Error(`no asset ${name}`)
  return found.address
}

const encoders: Record<string, (content: Buffer) => Promise<Buffer>> = {
  br: promisify(brotliCompress) as (content: Buffer) => Promise<Buffer>,
  gzip: promisify(gzip) as (content: Buffer) => Promise<Buffer>,
}

function encoded(asset: Asset, encoding: string): Promise<Buffer> {
  let content = asset.compressed.get(encoding)
  if (!content) {
    content = (encoders[encoding] as (content: Buffer) => Promise<Buffer>)(asset.content)
    asset.compressed.set(encoding, content)
  }
  return content
}

export function assets(): Router {
  const byAddress = new Map([...all().values()].map((asset) => [asset.address, asset]))
  const router = Router()
  router.get('/assets/:name', async (req, res, next) => {
    const asset = byAddress.get(req.path)
    if (!asset) return next()
    res.set({
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    })
    const encoding = req.acceptsEncodings('br', 'gzip', 'identity')
    if (encoding === 'br' || encoding === 'gzip') {
      res.set('content-encoding', encoding).send(await encoded(asset, encoding))
    } else res.send(asset.content)
  })
  return router
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Router } from 'express'
import type { Context } from '#context'
import { view } from '#platform/http/answer.ts'
import { assetAddress, moduleAddress } from '#platform/http/assets.ts'
import { page } from '#platform/http/route.ts'
import { hashOf } from '#platform/http/static-content.ts'
import { themeAddress } from './site-files.ts'

declare module '#platform/http/views.ts' {
  interface Views {
    'errors/offline': object
  }
}

const worker = readFileSync(join(import.meta.dirname, '../../../public/sw.js'), 'utf8')

/** Makes the site installable as an app: a manifest, and a service worker at the root, because of its scope. */
export function webApp(ctx: Context): Router {
  const router = Router()
  router.get('/manifest.webmanifest', (_req, res) => {
    res.set('cache-control', 'public, max-age=3600').type('application/manifest+json')
    res.send(JSON.stringify(manifest(ctx.settings.current.site_name)))
  })
  router.get('/sw.js', (_req, res) => {
    const { site_name, site_logo } = ctx.settings.current
    const theme = themeAddress(ctx.settings.current)
    const shell = ['app.css', 'app.js', 'turbo.js', 'icons.svg', 'favicon.svg'].map(assetAddress)
    shell.push(
      moduleAddress('offline'),
      moduleAddress('kept-pages'),
      ...[theme, site_logo].filter((address) => address !== null),
    )
    const version = hashOf([worker, site_name, ...shell].join('\n'))
    res.set('cache-control', 'no-cache').type('text/javascript')
    res.send(`const version = '${version}'\nconst shell = ${JSON.stringify(shell)}\n${worker}`)
  })
  return router
}

/** Shown without a network to whoever is logged in: it must not contain anybody's name. */
export const offlinePage = [
  page.get('/offline', { for: 'anyone' }, () =>
    view('errors/offline', 'You are offline', {}, { module: 'offline', version: 'offline' }),
  ),
]

const icon = (name: string, width: number, purpose: 'any' | 'maskable' = 'any') => ({
  src: assetAddress(`${name}.png`),
  sizes: `${width}x${width}`,
  type: 'image/png',
  purpose,
})

const manifest = (name: string) => ({
  id: '/',
  name,
  short_name: name,
  start_url: '/home',
  scope: '/',
  display: 'standalone',
  background_color: '#f8f5f2',
  theme_color: '#f8f5f2',
  icons: [icon('app-192', 192), icon('app-512', 512), icon('app-maskable', 512, 'maskable')],
})

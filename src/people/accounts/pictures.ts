import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Router } from 'express'
import { icons } from './icons.ts'

const folder = join(import.meta.dirname, '../../../public/profile-icons')

/** Profile icons as pictures, for API clients; `.png` is their name in the first version. */
export function profilePictures(): Router {
  const pictures = new Map(icons.map((name) => [name as string, readFileSync(join(folder, `${name}.svg`))]))
  const router = Router()
  router.get('/profile-icons/:file', (req, res, next) => {
    const picture = pictures.get(req.params.file.replace(/\.(svg|png)$/, ''))
    if (!picture) return next()
    res.type('image/svg+xml').set('cache-control', 'public, max-age=86400').send(picture)
  })
  return router
}

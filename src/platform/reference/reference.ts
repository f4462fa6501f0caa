import type { Context } from '#context'
import { BoundedMap } from '#lib/bounded-map.ts'
import type { Route } from '#platform/http/route.ts'
import { type StaticContent, staticContent } from '#platform/http/static-content.ts'
import { renderTemplate } from '#platform/pages/render.ts'
import { referenceModel } from './models.ts'
import { describeApi } from './openapi.ts'

/** The description of the API, as a document for programs and as the body of a page. */
export interface Reference {
  document: StaticContent
  html: string
}

export type ReadReference = (ctx: Context) => Promise<Reference>

/** @returns a function that generates the description once for each name of the site, even for concurrent requests */
export function referenceOf(routes: () => Route[]): ReadReference {
  const made = new BoundedMap<string, Promise<Reference>>(3)
  return (ctx) => {
    const { site_name } = ctx.settings.current
    const { origin } = ctx.config.server
    const key = JSON.stringify([site_name, origin])
    const reference = made.get(key) ?? makeReference(routes(), site_name, origin)
    made.set(key, reference)
    return reference
  }
}

async function makeReference(routes: Route[], siteName: string, origin: string): Promise<Reference> {
  const description = await describeApi(routes, siteName, origin)
  return {
    document: staticContent('application/json; charset=utf-8', JSON.stringify(description)),
    html: renderTemplate('reference/_body', { origin, ...referenceModel(description) }),
  }
}

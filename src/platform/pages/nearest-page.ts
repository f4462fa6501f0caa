import type { Route } from '#platform/http/route.ts'

/**
 * Finds the page that a form's address belongs to: without JavaScript a refused form leaves its address in the browser,
 * and it may answer only POST.
 *
 * @returns for a path the path itself if it answers GET, else the nearest parent that does
 */
export function nearestPage(routes: Route[]): (path: string) => string {
  const readable = routes.filter(({ method }) => method === 'get').map(({ path }) => patternOf(path))
  return (path) => {
    for (const segments = path.split('/', mostSegments); segments.length > 1; segments.pop()) {
      const above = segments.join('/')
      if (readable.some((pattern) => pattern.test(above))) return above
    }
    return '/'
  }
}

/** More than any path of ours has. */
const mostSegments = 10

const patternOf = (path: string) => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}/?$`, 'i')

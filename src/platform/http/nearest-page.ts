import type { Route } from './route.ts'

/**
 * For an address that forms alone are sent to, which without JavaScript stays in the browser when a form is refused: the
 * page that it belongs to.
 *
 * @returns for a path the path itself where it takes GET, else the nearest above it that does
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

/** More than any address of ours has. */
const mostSegments = 10

const patternOf = (path: string) => new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}/?$`, 'i')

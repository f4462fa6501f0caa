import { expect, test } from 'vitest'
import type { Route } from '#platform/http/route.ts'
import { nearestPage } from '#platform/pages/nearest-page.ts'

const route = (method: string, path: string) => ({ method, path }) as Route
const nearest = nearestPage([
  ...['/', '/profile', '/tickets', '/tickets/:id', '/events/:id/event.ics'].map((path) => route('get', path)),
  ...['/profile/email', '/tickets/:id/messages', '/drafts'].map((path) => route('post', path)),
])

test.each([
  ['/tickets/7', '/tickets/7'],
  ['/tickets/7/messages', '/tickets/7'],
  ['/Tickets/7/messages/', '/Tickets/7'],
  ['/profile/email', '/profile'],
  ['/events/7/eventXics', '/'],
  ['/drafts', '/'],
  ['/', '/'],
  ['/a'.repeat(5000), '/'],
])('%.30s belongs to %s', (path, page) => {
  expect(nearest(path)).toBe(page)
})

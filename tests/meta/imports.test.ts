import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { filesIn, findLines, read } from './source-files.ts'

interface Import {
  from: string
  /** A path from the root, or a package's name. */
  to: string
  /** Only types, which are gone when the program runs. */
  typeOnly: boolean
}

const files = filesIn('src', '.ts')
const imports = files.flatMap(importsOf)
const shared = ['platform/http', 'platform/db', 'platform/identity']
const features = new Set(files.map(featureOf).filter((name) => name !== null && !shared.includes(name)))

function importsOf(from: string): Import[] {
  const statements = read(from).matchAll(
    /^(?:import|export)\b([^'"]*?)\bfrom ['"]([^'"]+)['"]|^import ['"]([^'"]+)['"]/gms,
  )
  return [...statements].map(([, names = '', named, bare]) => {
    const to = (named ?? bare) as string
    const typeOnly = /^\s+type\s/.test(names) || /^\s*\{(\s*type\s[^,}]+,?)+\s*\}\s*$/.test(names)
    return { from, to: resolved(from, to), typeOnly }
  })
}

function resolved(from: string, to: string): string {
  if (to.startsWith('.')) return join(dirname(from), to)
  if (!to.startsWith('#')) return to
  return to.includes('/') ? `src/${to.slice(1)}` : `src/${to.slice(1)}.ts`
}

/** The rooms of the people wing share the rows of an account: its sessions, links and second factors. */
const kin = (from: string, to: string) =>
  featureOf(from) === featureOf(to) || (wingOf(from) === 'people' && wingOf(to) === 'people')

const wingOf = (path: string) => path.split('/')[1]

/** A room of a wing, such as `desk/tickets`, or null for a file that is in none. */
function featureOf(path: string): string | null {
  const [source, wing, room, file] = path.split('/')
  return source === 'src' && file !== undefined ? `${wing}/${room}` : null
}

const shown = ({ from, to }: Import) => `${from} imports ${to}`
const isQueries = (path: string) => path.endsWith('queries.ts')

test('the imports that these rules look at are found', () => {
  expect(imports.map(shown)).toContain('src/desk/tickets/api.ts imports src/desk/tickets/tickets.ts')
  expect(imports.map(shown)).toContain('src/platform/start/serving.ts imports node:http')
  expect(imports.filter(({ to }) => to.startsWith('src/') && !files.includes(to)).map(shown)).toEqual([])
})

test('only queries, src/platform/db and the keeping of answers build statements', () => {
  const others = files.filter(
    (path) => !isQueries(path) && !path.startsWith('src/platform/db/') && path !== 'src/platform/http/idempotency.ts',
  )
  const building =
    /\b(selectFrom|selectNoFrom|insertInto|updateTable|deleteFrom|mergeInto|replaceInto)\b|\bsql(<\w+>)?`/
  expect(findLines(others, building)).toEqual([])
  const kysely = imports.filter(
    ({ from, to, typeOnly }) => others.includes(from) && to.startsWith('kysely') && !typeOnly,
  )
  expect(kysely.map(shown)).toEqual([])
})

test('no feature imports the queries of another', () => {
  const across = imports.filter(({ from, to, typeOnly }) => isQueries(to) && !typeOnly && features.has(featureOf(from)))
  expect(
    across.filter(({ from, to }) => !kin(from, to) && featureOf(to) !== 'platform/identity').map(shown),
  ).toEqual([])
})

test('what all features share imports none of them', () => {
  const ofShared = imports.filter(({ from }) => shared.includes(featureOf(from) ?? ''))
  expect(ofShared.length).toBeGreaterThan(0)
  expect(ofShared.filter(({ to }) => features.has(featureOf(to))).map(shown)).toEqual([])
})

test('only the configuration reads the environment', () => {
  const readers = ['src/config.ts', 'src/platform/start/environment.ts']
  expect(
    findLines(
      files.filter((path) => !readers.includes(path)),
      /\bprocess\.(env|loadEnvFile)\b/,
    ),
  ).toEqual([])
})

test('no file imports itself by way of others', () => {
  const run = imports.filter(({ typeOnly }) => !typeOnly)
  const nexts = Map.groupBy(run, ({ from }) => from)
  const done = new Set<string>()
  const circles: string[] = []
  const visit = (path: string, way: string[]) => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path].join(' → '))
    if (done.has(path)) return
    done.add(path)
    for (const { to } of nexts.get(path) ?? []) visit(to, [...way, path])
  }
  for (const path of files) visit(path, [])
  expect(circles).toEqual([])
})

test('migrations import nothing of src', () => {
  const inMigrations = filesIn('migrations', '.ts').flatMap(importsOf)
  expect(inMigrations.length).toBeGreaterThan(0)
  expect(inMigrations.filter(({ to }) => to.startsWith('src/')).map(shown)).toEqual([])
})

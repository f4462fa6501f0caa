import { expect, test } from 'vitest'
import { filesIn, findLines, read, resolvedImport } from './source-files.ts'

interface Import {
  from: string
  /** A path from the root, or the name of a package. */
  to: string
  /** Only types, which do not exist at run time. */
  typeOnly: boolean
}

const files = filesIn('src', '.ts')
const imports = files.flatMap(importsOf)
const shared = ['platform/http', 'platform/pages', 'platform/limits', 'platform/db', 'platform/identity']
const features = new Set(files.map(featureOf).filter((name) => name !== null && !shared.includes(name)))

function importsOf(from: string): Import[] {
  const statements = read(from).matchAll(
    /^(?:import|export)\b([^'"]*?)\bfrom ['"]([^'"]+)['"]|^import ['"]([^'"]+)['"]/gms,
  )
  return [...statements].map(([, names = '', named, bare]) => {
    const to = (named ?? bare) as string
    const typeOnly = /^\s+type\s/.test(names) || /^\s*\{(\s*type\s[^,}]+,?)+\s*\}\s*$/.test(names)
    return { from, to: resolvedImport(from, to), typeOnly }
  })
}

/** Features that may use the queries of another: an account's sessions and links, the lists of tickets. */
const kin = (from: string, to: string) =>
  featureOf(from) === featureOf(to) ||
  (wingOf(from) === 'people' && wingOf(to) === 'people') ||
  (featureOf(from) === 'desk/ticket-lists' && featureOf(to) === 'desk/tickets')

const wingOf = (path: string) => path.split('/')[1]

/** The feature of a file, such as `desk/tickets`; null if it is in none. */
function featureOf(path: string): string | null {
  const [source, wing, room, file] = path.split('/')
  return source === 'src' && file !== undefined ? `${wing}/${room}` : null
}

const shown = ({ from, to }: Import) => `${from} imports ${to}`
const isQueries = (path: string) => path.endsWith('queries.ts')
/** One file each decides who may see something, for statements and for code. */
const buildsStatements = (path: string) => isQueries(path) || path.endsWith('/visibility.ts')

test('the imports that these rules look at are found', () => {
  expect(imports.map(shown)).toContain('src/desk/tickets/api.ts imports src/desk/tickets/tickets.ts')
  expect(imports.map(shown)).toContain('src/platform/start/serving.ts imports node:http')
  expect(imports.filter(({ to }) => to.startsWith('src/') && !files.includes(to)).map(shown)).toEqual([])
})

test('only queries, src/platform/db and the keeping of answers build statements', () => {
  const others = files.filter(
    (path) =>
      !buildsStatements(path) && !path.startsWith('src/platform/db/') && path !== 'src/platform/http/idempotency.ts',
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
  expect(across.filter(({ from, to }) => !kin(from, to) && featureOf(to) !== 'platform/identity').map(shown)).toEqual(
    [],
  )
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

/** The wings from the bottom up; files at the top of src combine them and may import all of them. */
const wings = ['lib', 'config', 'platform', 'people', 'desk', 'events']
const rankOf = (path: string) => {
  const rank = wings.indexOf(path === 'src/config.ts' ? 'config' : (wingOf(path) ?? ''))
  return rank === -1 ? wings.length : rank
}

test('no file imports anything of a wing above its own', () => {
  const inside = imports.filter(({ to }) => to.startsWith('src/'))
  expect(inside.filter(({ from, to }) => rankOf(to) > rankOf(from)).map(shown)).toEqual([])
})

test('no two features import each other, types included', () => {
  const pairs = new Set(imports.map(({ from, to }) => `${featureOf(from)} and ${featureOf(to)}`))
  const mutual = [...pairs].filter((pair) => {
    const [one, other] = pair.split(' and ')
    return one !== other && one !== 'null' && other !== 'null' && pairs.has(`${other} and ${one}`)
  })
  expect(mutual).toEqual([])
})

test('no file imports itself by way of others, types included', () => {
  const nexts = Map.groupBy(imports, ({ from }) => from)
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

test('imports are relative inside a room and begin with # elsewhere', () => {
  const written = files.flatMap((from) =>
    [...read(from).matchAll(/\bfrom '([.#][^']+)'/g)].map(([, to = '']) => ({
      from,
      to: resolvedImport(from, to),
      as: to,
    })),
  )
  const roomOf = (path: string) => featureOf(path) ?? wingOf(path)
  const wrong = written.filter(({ from, to, as }) => {
    if (wings.includes(wingOf(from) ?? '')) return as.startsWith('#') === (roomOf(from) === roomOf(to))
    return false
  })
  expect(wrong.map(({ from, as }) => `${from} imports ${as}`)).toEqual([])
})

test('migrations import nothing of src', () => {
  const inMigrations = filesIn('migrations', '.ts').flatMap(importsOf)
  expect(inMigrations.length).toBeGreaterThan(0)
  expect(inMigrations.filter(({ to }) => to.startsWith('src/')).map(shown)).toEqual([])
})

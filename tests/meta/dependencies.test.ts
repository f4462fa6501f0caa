import { builtinModules } from 'node:module'
import { expect, test } from 'vitest'
import { commands } from '../../tools/commands.ts'
import { filesIn, projectFiles, read, resolvedImport } from './source-files.ts'

const manifest = JSON.parse(read('package.json')) as Record<
  'dependencies' | 'devDependencies' | 'optionalDependencies' | 'scripts',
  Record<string, string>
>

/** Commands for development; they may need packages that a production install leaves out. */
const forDevelopers = ['test', 'lint', 'types', 'unused', 'check', 'bench']

const launched = Object.entries(manifest.scripts).flatMap(([name, script]) => {
  const program = /^exec sh tools\/launch (\S+)/.exec(script)?.[1]
  return program ? [{ name, program }] : []
})
const inProduction = launched.filter(({ name }) => !forDevelopers.includes(name))

/** A file's imports at run time, without types: paths from the root, or names of packages. */
function importedBy(path: string): string[] {
  const statements = read(path).matchAll(
    /^(?:import|export)\b(?!\s+type\b)[^'"]*?\bfrom ['"]([^'"]+)['"]|^import ['"]([^'"]+)['"]|\b(?:import|require|resolve)\(['"]([^'"]+)['"]\)/gms,
  )
  return [...statements].map((found) => {
    const named = (found[1] ?? found[2] ?? found[3]) as string
    return resolvedImport(path, named)
  })
}

function reachableFrom(starts: string[]): Map<string, string[]> {
  const files = new Map<string, string[]>()
  const visit = (path: string) => {
    if (files.has(path)) return
    const imports = importedBy(path)
    files.set(path, imports)
    for (const to of imports) if (/^(src|tools|migrations)\//.test(to)) visit(to)
  }
  for (const path of starts) visit(path)
  return files
}

const packageOf = (name: string) => name.split('/', name.startsWith('@') ? 2 : 1).join('/')

test('every npm script runs its program by the launcher, or only other scripts', () => {
  const others = Object.entries(manifest.scripts).filter(([name]) => !launched.some((script) => script.name === name))
  expect(others).toEqual([['check', 'npm run lint && npm run types && npm run unused && npm test']])
  const own = launched.filter(({ program }) => !program.startsWith('node_modules/'))
  expect(projectFiles()).toEqual(expect.arrayContaining(own.map(({ program }) => program)))
  expect(Object.keys(commands).sort()).toEqual(Object.keys(manifest.scripts).sort())
})

test('what runs in production imports only packages that a production install has', () => {
  const files = reachableFrom([...inProduction.map(({ program }) => program), ...filesIn('migrations', '.ts')])
  expect(files.size).toBeGreaterThan(200)
  const installed = new Set(Object.keys(manifest.dependencies))
  const missing = [...files].flatMap(([path, imports]) =>
    imports
      .filter((name) => !/^(src|tools|migrations|node:|data:)/.test(name))
      .filter((name) => !builtinModules.includes(name) && !installed.has(packageOf(name)))
      .map((name) => `${path} imports ${name}`),
  )
  expect(missing).toEqual([])
})

test('every package that the project names is used somewhere', () => {
  const code = projectFiles().filter((path) => /^(src|tools|tests|migrations)\/.*\.(ts|cjs)$/.test(path))
  const text = JSON.stringify(manifest.scripts) + code.map(read).join('')
  const named = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
  const used = (name: string) =>
    name.startsWith('@types/') || ["'", 'node_modules/', 'npm package '].some((before) => text.includes(before + name))
  expect(named.filter((name) => !used(name))).toEqual([])
})

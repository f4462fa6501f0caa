import { expect, test } from 'vitest'
import { projectFiles, read } from './source-files.ts'

const files = projectFiles()

const topLevel = [
  '.ci',
  '.env.example',
  '.gitignore',
  'LICENSE',
  'README.md',
  'migrations',
  'package-lock.json',
  'package.json',
  'public',
  'src',
  'tests',
  'tools',
  'tsconfig.json',
  'views',
]

test('the top level holds nothing else', () => {
  const names = new Set(files.map((path) => path.split('/', 1)[0] as string))
  expect([...names].filter((name) => !topLevel.includes(name))).toEqual([])
})

test('README names every folder of the wings', () => {
  const [, layout = ''] = read('README.md').split('## How the code is laid out')
  const folders = files.flatMap((path) => /^src\/(?:events|desk|people|platform)\/([^/]+)\//.exec(path)?.[1] ?? [])
  expect([...new Set(folders)].filter((name) => !layout.includes(`\`${name}\``))).toEqual([])
})

test('the lock file names no registry: it must work with any', () => {
  const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Record<string, unknown>> }
  const packages = Object.entries(lock.packages)
  expect(packages.length).toBeGreaterThan(100)
  expect(packages.filter(([, entry]) => 'resolved' in entry).map(([name]) => name)).toEqual([])
  const addresses = packages.filter(([, { funding: _, ...entry }]) => /https?:\/\//.test(JSON.stringify(entry)))
  expect(addresses.map(([name]) => name)).toEqual([])
})

test('settings and data of this machine are not part of the project', () => {
  expect(files.filter((path) => /(^|\/)(\.env|\.npmrc|data|node_modules)(\/|$)|\.(db|pem|key)$/.test(path))).toEqual([])
})

const secrets: Record<string, RegExp> = {
  'a private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'an access token': /\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{20,}/,
  'a key of a service':
    /\b(AKIA[A-Z0-9]{16}|gh[pousr]_\w{36}|github_pat_\w{50,}|npm_\w{36}|sk-[\w-]{32,}|xox[abprs]-[\w-]{10,}|key-[0-9a-f]{32})\b/,
  'a database password':
    /postgres(ql)?:\/\/[\w.-]+:(?!password@|secret@|\$\{)[\w.~%-]+@(?!localhost|127\.0\.0\.1|db\b|host\b|example)/,
}

test.each(Object.entries(secrets))('no file holds %s', (_name, pattern) => {
  const text = files.filter((path) =>
    /(\.(ts|cjs|js|json|md|ejs|css|example|yml|yaml|sh|conf|service)|run)$/.test(path),
  )
  expect(text.length).toBeGreaterThan(100)
  expect(text.filter((path) => path !== 'package-lock.json' && pattern.test(read(path)))).toEqual([])
})

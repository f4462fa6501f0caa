import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { settingNames } from '#config'
import { projectFiles } from '../../meta/source-files.ts'
import { clientOf, registered } from '../../process/client.ts'
import { setUp, setupLink } from '../../process/first-admin.ts'
import { launch, ownFolder, type Program, refusesConnections, root, says, until } from '../../process/program.ts'
import { freePort } from '../../support/network.ts'

const ofTheRun =
  /^(npm_(?!config_(registry|cache|userconfig|globalconfig))|NODE|VITE|VITEST|INIT_CWD$|CI$|MODE$|DEV$|PROD$|SSR$|TEST$)/i

/** The environment of npm: its own settings and cache, and nothing of the test run. */
function shell(first: string[] = []): Record<string, string> {
  const kept = Object.entries(process.env).filter(([name]) => !ofTheRun.test(name) && !settingNames.includes(name))
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  return { ...(Object.fromEntries(kept) as Record<string, string>), PATH: [...first, ...path].join(delimiter) }
}

/** @throws with its output if it fails */
const npm = (folder: string, args: string[], env = shell()) =>
  new Promise<string>((resolve, reject) => {
    execFile('npm', args, { cwd: folder, env }, (error, out, err) =>
      error ? reject(new Error(`${err}${out}`)) : resolve(out),
    )
  })

async function npmStart(folder: string): Promise<Program> {
  const port = await freePort()
  const program = await launch({ folder, command: ['npm', 'start'], port, env: { ...shell(), PORT: String(port) } })
  await says(program, /ready at/)
  return program
}

/** The link in the newest mail about a new password. */
async function resetLink({ url }: Program): Promise<string | undefined> {
  const mails = await (await fetch(`${url}/dev/mail`)).text()
  return /\/reset\?token=([\w-]+)/.exec(mails)?.[1]
}

test('an install without development packages is a whole desk', async () => {
  const folder = join(await ownFolder(), 'desk')
  for (const path of projectFiles()) cpSync(join(root, path), join(folder, path))
  await npm(folder, ['ci', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund'])

  const first = await npmStart(folder)
  expect(await setUp(first, await setupLink(first), 'boss')).toMatchObject({ status: 303 })
  await registered(first)
  await clientOf(first.url).post('/password-resets', { login: 'kim' })
  await until(async () => (await resetLink(first)) !== undefined)
  const reset = { token: await resetLink(first), new_password: 'tulips in the garden' }
  expect(await clientOf(first.url).post('/password-resets/current', reset)).toMatchObject({ status: 204 })
  expect(await npm(folder, ['run', '-s', 'backup', '--', 'desk.tar'])).toMatch(/desk\.tar holds 2 accounts/)
  await expect(npm(folder, ['run', '-s', 'restore', '--', 'desk.tar'])).rejects.toThrow(/is running on/)

  // npm passes the signal on, and ends with the program.
  first.child.kill('SIGTERM')
  expect(await first.exited).toEqual({ code: 0, signal: null })
  expect(await refusesConnections(first.url)).toBe(true)
  expect(await npm(folder, ['run', '-s', 'restore', '--', 'desk.tar'])).toMatch(/^Restored 2 accounts/m)

  const second = await npmStart(folder)
  const login = { login: 'kim', password: 'tulips in the garden' }
  expect(await clientOf(second.url).post('/sessions', login)).toMatchObject({ status: 201 })
  second.child.kill('SIGKILL')
  await until(() => refusesConnections(second.url))
})

/** A project with only the launcher, and a fake package `node`. */
async function projectWith(files: Record<string, string>, scripts = {}) {
  const folder = await ownFolder()
  const put = (path: string, content: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
    chmodSync(join(folder, path), 0o755)
  }
  const stub = { name: 'node', version: '24.99.0', bin: { node: 'bin/node' }, scripts }
  for (const [path, content] of Object.entries({ ...files, 'package.json': JSON.stringify(stub) }))
    put(`package/${path}`, content)
  execFileSync('tar', ['-czf', 'node.tgz', 'package'], { cwd: folder })
  cpSync(join(root, 'tools/launch'), join(folder, 'tools/launch'))
  put('tools/hello.ts', "const who: string = 'hello'\nconsole.log(who, process.version)\n")
  const project = {
    name: 'project',
    version: '1.0.0',
    optionalDependencies: { node: 'file:node.tgz' },
    allowScripts: { node: true },
    scripts: { hello: 'exec sh tools/launch tools/hello.ts' },
  }
  put('package.json', JSON.stringify(project))
  put('machine/.keep', '')
  symlinkSync(process.execPath, join(folder, 'machine/node'))
  return folder
}

describe('where the package node is of no use, the machine’s own Node serves', () => {
  test.each([
    ['it fails to install', { 'bin/node': '' }, { preinstall: 'exit 1' }],
    ['it was installed and cannot run', { 'bin/node': '\u007fELF of another system' }, {}],
  ])('%s', async (_what, files, scripts) => {
    const folder = await projectWith(files, scripts)
    const env = shell([join(folder, 'machine')])
    await npm(folder, ['install', '--offline', '--no-audit', '--no-fund'], env)
    expect(await npm(folder, ['run', '-s', 'hello'], env)).toBe(`hello ${process.version}\n`)
  })
})

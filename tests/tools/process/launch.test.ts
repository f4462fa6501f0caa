import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { root } from '../../process/program.ts'

/** A script in place of Node: prints its version if asked, otherwise its name and arguments. */
const standIn = (name: string, version: string) =>
  `#!/bin/sh\n[ "$1" = --version ] && echo ${version} && exit\necho ${name} "$@"\nexit 7\n`

const nodes = {
  none: null,
  old: standIn('old', 'v20.20.2'),
  new: standIn('new', 'v24.0.0'),
  newer: standIn('newer', 'v100.1.0'),
  /** Fails like a program for another system or C library. */
  broken: '#!/nowhere/interpreter\n',
}
type Node = keyof typeof nodes

interface Machine {
  /** The Node that runs npm. */
  npm?: Node
  path?: Node[]
  packaged?: Node
}

/** A copy of the launcher in a project whose machine has these Nodes. */
function launch({ npm = 'none', path = [], packaged = 'none' }: Machine, args: string[]) {
  const folder = mkdtempSync(join(inject('folder'), 'launch '))
  cpSync(join(root, 'tools/launch'), join(folder, 'tools/launch'))
  const put = (place: string, node: Node) => {
    const file = join(folder, place, 'node')
    mkdirSync(dirname(file), { recursive: true })
    const content = nodes[node]
    if (content === null) return file
    writeFileSync(file, content)
    chmodSync(file, 0o755)
    return file
  }
  const packagedFile = put('node_modules/node/bin', packaged)
  mkdirSync(join(folder, 'node_modules/.bin'))
  symlinkSync(packagedFile, join(folder, 'node_modules/.bin/node'))
  const folders = path.map((node, n) => dirname(put(`path ${n}`, node)))
  const env = {
    PATH: [join(folder, 'node_modules/.bin'), ...folders, '/usr/bin-without-node', ...toolsOnly(folder)].join(
      delimiter,
    ),
    ...(npm !== 'none' && { npm_node_execpath: put('npm', npm) }),
  }
  const { status, stdout, stderr } = spawnSync('/bin/sh', [join(folder, 'tools/launch'), ...args], {
    env,
    encoding: 'utf8',
  })
  return { status, out: stdout.trim().replaceAll(folder, ''), err: stderr.trim() }
}

/** A folder with what a shell script needs, and no Node of this machine. */
function toolsOnly(folder: string): string[] {
  const tools = join(folder, 'usual tools')
  mkdirSync(tools)
  for (const name of ['dirname', 'tr', 'printf'])
    for (const place of ['/usr/bin', '/bin'])
      try {
        symlinkSync(join(place, name), join(tools, name))
      } catch {
        // It is also in the other place.
      }
  return [tools]
}

const chosen: [string, Machine, Node][] = [
  ['the Node that npm runs on', { npm: 'new', path: ['newer'], packaged: 'new' }, 'new'],
  [
    'a newer one of the machine before the packaged one',
    { npm: 'old', path: ['old', 'newer'], packaged: 'new' },
    'newer',
  ],
  ['the machine’s own where npm is not at work', { path: ['new'], packaged: 'newer' }, 'new'],
  ['the packaged one where the machine’s is too old', { npm: 'old', path: ['old'], packaged: 'new' }, 'new'],
  ['the packaged one where the machine has none', { packaged: 'new' }, 'new'],
  ['the machine’s own where the packaged one was not installed', { npm: 'newer' }, 'newer'],
  ['the machine’s own where the packaged one cannot run', { npm: 'new', packaged: 'broken' }, 'new'],
  ['what runs among those in PATH', { path: ['broken', 'new'], packaged: 'old' }, 'new'],
]

test.each(chosen)('takes %s', (_what, machine, node) => {
  const args = ['tools/some tool.ts', 'a b', '--c', '$d']
  expect(launch(machine, args)).toEqual({ status: 7, out: `${node} /tools/some tool.ts a b --c $d`, err: '' })
})

const missing: [string, Machine, RegExp][] = [
  ['too old', { npm: 'old' }, /^SupportMe needs Node 24 or newer, this machine has v20\.20\.2: .+$/],
  ['too old and the packaged one cannot run', { npm: 'old', path: ['old'], packaged: 'broken' }, /has v20\.20\.2/],
  ['not there', {}, /^SupportMe needs Node 24 or newer: .+$/],
]

test.each(missing)('says so in one sentence when Node is %s', (_what, machine, sentence) => {
  const { status, out, err } = launch(machine, ['src/server.ts'])
  expect({ status, out, lines: err.split('\n').length }).toEqual({ status: 1, out: '', lines: 1 })
  expect(err).toMatch(sentence)
})

test('gives the server its flags and loads what prepares it', () => {
  const { out } = launch({ npm: 'new' }, ['src/server.ts'])
  expect(out).toMatch(/^new (--[\w-]+=\d+ )+--require \/tools\/prepare-node\.cjs \/src\/server\.ts$/)
})

test('leaves threads the limits that they are started with', () => {
  const flags = launch({ npm: 'new' }, ['src/server.ts']).out.match(/--max\S+/g) ?? []
  const limit = "require('node:v8').getHeapStatistics().heap_size_limit"
  const thread = JSON.stringify(`require('node:worker_threads').parentPort.postMessage(${limit})`)
  const program = `new (require('node:worker_threads').Worker)(${thread}, {
    eval: true,
    resourceLimits: { maxYoungGenerationSizeMb: 1, maxOldGenerationSizeMb: 32 },
  }).on('message', (its) => console.log(JSON.stringify([${limit}, its])))`
  const prepare = ['--require', join(root, 'tools/prepare-node.cjs')]
  const { stdout } = spawnSync(process.execPath, [...flags, ...prepare, '--eval', program], {
    cwd: inject('folder'),
    // Without npm's variables, as this program is not npm's own child.
    env: {},
    encoding: 'utf8',
  })
  const [ofProgram, ofThread] = JSON.parse(stdout).map((bytes: number) => bytes / 2 ** 20)
  expect(ofProgram).toBeGreaterThan(512)
  expect(ofThread).toBeLessThan(40)
})

test('keeps compiled code of its own Node alone, and touches nothing else', () => {
  const folder = mkdtempSync(join(inject('folder'), 'compiled '))
  for (const name of ['v24.0.0-x64-abc-0', 'other'])
    mkdirSync(join(folder, 'compiled', name, 'inside'), { recursive: true })
  const args = ['--require', join(root, 'tools/prepare-node.cjs'), '--eval', '']
  spawnSync(process.execPath, args, { env: { DATABASE_URL: `file:${folder}/desk.db` } })
  const [other, own, ...more] = readdirSync(join(folder, 'compiled'))
  expect({ other, more }).toEqual({ other: 'other', more: [] })
  expect(own).toContain(process.version)
})

test('ends what npm started where npm was killed meanwhile, and nothing else', () => {
  const prepare = ['--require', join(root, 'tools/prepare-node.cjs')]
  const run = (env: Record<string, string>) =>
    spawnSync(process.execPath, [...prepare, '--eval', "console.log('runs')"], { cwd: inject('folder'), env })
  const npm = { npm_lifecycle_event: 'start', npm_pid: String(process.pid) }
  expect(run({ ...npm, npm_pid: '99999999' })).toMatchObject({ status: null, signal: 'SIGTERM' })
  for (const env of [npm, { npm_pid: '99999999' }]) expect(run(env)).toMatchObject({ status: 0, signal: null })
})

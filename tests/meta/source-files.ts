import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

export const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Paths, from the root, of the files below a folder whose names end with `ending`. */
export function filesIn(folder: string, ending = ''): string[] {
  const entries = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(ending))
  return files.map((entry) => join(entry.parentPath, entry.name).slice(root.length)).sort()
}

/** The files of the project: those that git tracks; without git, all that are not ignored. */
export function projectFiles(): string[] {
  try {
    const listed = execFileSync('git', ['ls-files', '-z'], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
    const files = listed.toString().split('\0').filter(Boolean)
    if (files.length > 0) return files
  } catch {
    // A copy without a repository, or a machine without git.
  }
  const ignored = /^(node_modules|data|\.git|\.env|.*\.log)$/
  const names = readdirSync(root, { withFileTypes: true }).filter(({ name }) => !ignored.test(name))
  return names.flatMap((entry) => (entry.isDirectory() ? filesIn(entry.name) : [entry.name]))
}

export const linesOf = (path: string) => read(path).split('\n')

/** `path:line: text` of every line that matches, for a message that says where to look. */
export function findLines(paths: string[], pattern: RegExp): string[] {
  return paths.flatMap((path) =>
    linesOf(path).flatMap((line, n) => (pattern.test(line) ? [`${path}:${n + 1}: ${line.trim()}`] : [])),
  )
}

const subpaths = Object.entries(JSON.parse(read('package.json')).imports as Record<string, string>)

/** A path from the root for what a file of the project imports; the name of a package as it is. */
export function resolvedImport(from: string, to: string): string {
  if (to.startsWith('.')) return join(dirname(from), to)
  for (const [name, path] of subpaths) {
    const start = name.replace('*', '')
    if (name === to || (start !== name && to.startsWith(start))) return join(path.replace('*', to.slice(start.length)))
  }
  return to
}

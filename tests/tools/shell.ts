import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import type { World } from '../support/world.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

export interface Outcome {
  status: number | null
  out: string
  err: string
}

/**
 * Runs a tool as at the server's shell: in another process, with the server's settings, without a terminal.
 *
 * @param redirect as the shell writes it, such as `> file`
 */
export function runTool(
  world: World,
  tool: string,
  args: string[],
  settings: NodeJS.ProcessEnv = {},
  redirect = '',
): Promise<Outcome> {
  const { peppers, session } = world.ctx.config
  const env = {
    BASE_URL: world.url,
    DATABASE_URL: world.database,
    SECRET_KEY: session.key,
    PEPPER: peppers[0]?.key.toString(),
    ...settings,
  }
  return new Promise((resolve) => {
    const child = execFile(
      '/bin/sh',
      ['-c', `exec "$0" "$@" ${redirect}`, process.execPath, `${root}tools/${tool}`, ...args],
      {
        cwd: inject('folder'),
        env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: `${inject('folder')}/compiled`, ...env },
        timeout: 240_000,
      },
      (_error, out, err) => resolve({ status: child.exitCode, out: out.trim(), err: err.trim() }),
    )
    child.stdin?.end()
  })
}

import { Child } from './child.ts'
import { Figures, measure } from './load.ts'
import type { Bar } from './report.ts'
import { findTargets, type Headers, logInToPages, send } from './targets.ts'

const mostStatements = 8
const mostMilliseconds = 1500
const starts = 4
const mostMegabytes = 200

/** The statements of the first visit to each page; later visits write no read mark. */
export async function statementBars(database: string, size: number): Promise<Bar[]> {
  const server = await Child.start('tools/bench/server.ts', database, { args: ['--count'] })
  try {
    await server.answers('/healthz')
    const targets = await findTargets(server.url, size)
    const bars: Bar[] = []
    for (const { label, real } of targets.filter(({ isPage }) => isPage)) {
      let most = 0
      for (const shot of real) {
        await asked(server.url)
        await send(server.url, shot)
        most = Math.max(most, (await asked(server.url)).length)
      }
      const what = `${label}, ${size.toLocaleString('en')} tickets: ${most} statements (at most ${mostStatements})`
      bars.push({ what, met: most > 0 && most <= mostStatements })
    }
    return bars
  } finally {
    await server.stop()
  }
}

const asked = async (url: string): Promise<string[]> =>
  JSON.parse(await send(url, { method: 'GET', path: '/bench/statements', headers: {} }))

/** From the start of the process to its first response, and to the first real page. */
export async function startBars(database: string, size: number): Promise<Bar[]> {
  const alive: number[] = []
  const pages: number[] = []
  let headers: Headers | undefined
  for (let n = 0; n < starts; n++) {
    const server = await Child.start('src/server.ts', database)
    try {
      alive.push(await server.answers('/healthz'))
      if (headers) pages.push(await server.answers('/home', headers))
      headers ??= await logInToPages(server.url)
    } finally {
      await server.stop()
    }
  }
  const bar = (what: string, took: number[]) => {
    const shown = took.map((milliseconds) => `${(milliseconds / 1000).toFixed(2)} s`).join(', ')
    return {
      what: `${what} on ${size.toLocaleString('en')} tickets after ${shown} (at most 1.5 s)`,
      met: Math.max(...took) <= mostMilliseconds,
    }
  }
  return [bar('first answer', alive), bar('first assistant home', pages)]
}

/** The memory of the program, without twins, after sixteen concurrent clients have requested everything. */
export async function memoryBar(database: string, size: number, seconds: number): Promise<Bar> {
  const server = await Child.start('src/server.ts', database)
  try {
    await server.answers('/healthz')
    let most = 0
    for (const { real } of await findTargets(server.url, size)) {
      await measure(server, real, 16, seconds, new Figures())
      most = Math.max(most, server.memory())
    }
    const what = `${Math.round(most)} MB resident at most on ${size.toLocaleString('en')} tickets (under ${mostMegabytes})`
    return { what, met: most < mostMegabytes }
  } finally {
    await server.stop()
  }
}

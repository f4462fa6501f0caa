import { parseArgs } from 'node:util'

export interface Options {
  sizes: number[]
  /** Total seconds for each figure. */
  seconds: number
  /** Names of what to measure; all if empty. */
  only: string[]
  /** A PostgreSQL server on which databases may be created; SQLite files if left out. */
  server: string | null
  /** Only whether one person's requests delay others, at the largest size. */
  stall: boolean
  /** Only booking, overview and calendar of events. */
  events: boolean
  /** Only buying, showing and scanning passes. */
  passes: boolean
}

const usage = `usage: npm run bench -- [--sizes 1000,100000,1000000] [--seconds 3] [--only home,list,filtered,search,ticket,read,create]
                      [--database postgres://…]
       npm run bench -- events [--seconds 3]
       npm run bench -- passes [--sizes 1000,100000] [--seconds 3] [--only buy,show,renew,scan,doors]
       npm run bench -- stall [--sizes 1000000] [--seconds 3] [--only rename,search …]`

export function readOptions(args: string[]): Options {
  try {
    const text = { type: 'string' } as const
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { sizes: text, seconds: text, only: text, database: text },
    })
    const isAlone = (name: string) => positionals.length === 1 && positionals[0] === name
    const [stall, events, passes] = [isAlone('stall'), isAlone('events'), isAlone('passes')]
    if (positionals.length > 0 && !stall && !events && !passes) throw new Error(`${positionals.join(' ')} is unknown`)
    const sizes = (values.sizes ?? (stall ? '1000000' : passes ? '1000,100000' : '1000,100000,1000000'))
      .split(',')
      .map(Number)
    const seconds = Number(values.seconds ?? 3)
    if (!sizes.every((size) => Number.isInteger(size) && size >= 1000))
      throw new Error('sizes are whole numbers from 1000 up')
    if (!(seconds >= 0.2 && seconds <= 60)) throw new Error('seconds are 0.2 to 60')
    const only = values.only?.split(',') ?? []
    return { sizes: sizes.sort((a, b) => a - b), seconds, only, server: values.database ?? null, stall, events, passes }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n${usage}\n`)
    process.exit(2)
  }
}

import { whyClockIsWrong } from '#platform/installation/clock.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { closeContext } from '#platform/start/close-context.ts'
import { environment } from '#platform/start/environment.ts'
import { exitInTime, exitWithReason, outliveRejections, refuseArguments } from '#platform/start/shutdown.ts'
import { loadConfig } from './config.ts'
import { jobKinds, schedules } from './job-kinds.ts'
import { openDesk } from './open-context.ts'

/** The jobs without the pages, in a process of their own. */
async function main() {
  const ctx = await openDesk(loadConfig(environment()))
  outliveRejections(ctx.log)
  const wrong = await whyClockIsWrong(ctx.db, Date.now())
  if (wrong) ctx.log.warn(wrong)
  const worker = new Worker(ctx, jobKinds, schedules)
  worker.start()
  ctx.log.info('worker ready')
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    ctx.log.info('worker stopping')
    exitInTime(ctx.log)
    await worker.stop()
    await closeContext(ctx)
    ctx.log.info('worker stopped')
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, stop)
}

// Files that the program creates are readable only by its own user.
process.umask(0o077)
refuseArguments()
main().catch(exitWithReason)

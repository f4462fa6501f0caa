import type { Server } from 'node:http'
import { loadConfig, settingNames } from '#config'
import type { Context } from '#context'
import { prepareFirstAdmin } from '#people/login/setup.ts'
import { uploadsFail, whyNotStored } from '#platform/files/folder.ts'
import { removeUploadsOfDead } from '#platform/files/pruning.ts'
import { whyClockIsWrong } from '#platform/installation/clock.ts'
import { Worker } from '#platform/jobs/worker.ts'
import { environment, givenSettings, settingsFile } from '#platform/start/environment.ts'
import { startServer, takeServerLock } from '#platform/start/serving.ts'
import { createApp } from './app.ts'
import { settingWarnings } from './config/warnings.ts'
import { jobKinds, schedules } from './job-kinds.ts'
import { openDesk } from './open-context.ts'

/** Serves pages, API and jobs until the process is asked to stop. */
export const startDesk = (ctx: Context): Promise<Server> =>
  startServer(ctx, createApp(ctx), new Worker(ctx, jobKinds, schedules))

/** The whole program: configuration, context, pages; until it is asked to stop. */
export async function serve(): Promise<void> {
  const config = loadConfig(environment())
  const ctx = await openDesk(config)
  takeServerLock(ctx)
  await removeUploadsOfDead(ctx)
  for (const warning of settingWarnings(givenSettings(), settingNames, settingsFile())) ctx.log.warn(warning)
  const wrong = await whyClockIsWrong(ctx.db, Date.now())
  if (wrong) ctx.log.warn(wrong)
  const { folder } = config.files
  const reason = whyNotStored(folder)
  if (reason) ctx.log.warn(uploadsFail(folder, reason))
  const setupLink = await prepareFirstAdmin(ctx)
  await startDesk(ctx)
  if (setupLink) process.stdout.write(`\n  Make the first admin here (works once, for a day):\n  ${setupLink}\n\n`)
}

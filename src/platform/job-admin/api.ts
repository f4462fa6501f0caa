import { z } from 'zod'
import { nothing, ok } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { api } from '#platform/http/route.ts'
import { discardAllJobs, retryAllJobs } from './dead-jobs.ts'
import { discardJob, readQueue, retryJob } from './jobs.ts'
import { queueJson, showQueue } from './json.ts'
import { queueQuery } from './schemas.ts'

export const jobApi = [
  api.get(
    '/admin/jobs',
    {
      summary: 'The state of the job queue, and the dead jobs, latest first',
      for: 'admin',
      query: queueQuery,
      answers: { 200: queueJson },
    },
    async ({ ctx, query }) => ok(showQueue(await readQueue(ctx, query.limit, query.cursor))),
  ),
  api.post(
    '/admin/jobs/retry',
    {
      summary: 'Try all dead jobs again',
      scope: 'admin',
      for: 'admin',
      answers: { 200: z.object({ retried: z.int() }) },
    },
    async ({ ctx, actor }) => ok({ retried: await retryAllJobs(ctx, actor) }),
  ),
  api.post(
    '/admin/jobs/discard',
    {
      summary: 'Discard all dead jobs: what they were to do will not be done',
      scope: 'admin',
      for: 'admin',
      answers: { 200: z.object({ discarded: z.int() }) },
    },
    async ({ ctx, actor }) => ok({ discarded: await discardAllJobs(ctx, actor) }),
  ),
  api.post(
    '/admin/jobs/:id/retry',
    {
      summary: 'Try a dead job again',
      scope: 'admin',
      for: 'admin',
      params: idParams,
      answers: { 204: null },
    },
    async ({ ctx, actor, params }) => {
      await retryJob(ctx, actor, params.id)
      return nothing
    },
  ),
  api.post(
    '/admin/jobs/:id/discard',
    {
      summary: 'Discard a dead job',
      scope: 'admin',
      for: 'admin',
      params: idParams,
      answers: { 204: null },
    },
    async ({ ctx, actor, params }) => {
      await discardJob(ctx, actor, params.id)
      return nothing
    },
  ),
]

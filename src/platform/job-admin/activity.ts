import { defineAction, type Fact } from '#platform/activity/action.ts'
import { jobsTopic } from '#platform/live/publish.ts'

interface JobFact extends Fact {
  job_id: number
  kind: string
}

interface JobsFact extends Fact {
  count: number
}

const wakeWorkers = () => [jobsTopic]

const oneJob = { entity: 'job', entityId: ({ job_id }: JobFact) => job_id } as const

export const jobRetried = defineAction<JobFact>({
  ...oneJob,
  name: 'job_retried',
  phrase: 'had {a job} tried again',
  after: ({ kind }) => ({ kind }),
  topics: wakeWorkers,
})

export const jobDiscarded = defineAction<JobFact & { attempts: number }>({
  ...oneJob,
  name: 'job_discarded',
  phrase: 'discarded {a dead job}',
  before: ({ kind, attempts }) => ({ kind, attempts }),
})

export const jobsRetried = defineAction<JobsFact>({
  entity: 'job',
  name: 'jobs_retried',
  phrase: 'had all dead jobs tried again',
  after: ({ count }) => ({ count }),
  topics: wakeWorkers,
})

export const jobsDiscarded = defineAction<JobsFact>({
  entity: 'job',
  name: 'jobs_discarded',
  phrase: 'discarded all dead jobs',
  before: ({ count }) => ({ count }),
})

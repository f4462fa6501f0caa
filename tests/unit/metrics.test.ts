import { expect, test } from 'vitest'
import { createMetrics } from '#platform/http/metrics.ts'

test('figures that cannot be read are left out, and are there again later', async () => {
  let isAway = true
  const figures = {
    known: [
      { name: 'size_bytes', help: 'One number' },
      { name: 'jobs', help: 'One for each state', label: 'state' },
    ],
    read: async () => {
      if (isAway) throw new Error('the database is away')
      return { size_bytes: 5, jobs: { dead: 2 } }
    },
  }
  const { registry } = createMetrics([figures])
  const samples = async () => (await registry.metrics()).match(/^(size_bytes|jobs)\b.*$/gm)
  expect(await samples()).toBeNull()
  isAway = false
  expect(await samples()).toEqual(['size_bytes 5', 'jobs{state="dead"} 2'])
  isAway = true
  expect(await samples()).toBeNull()
})

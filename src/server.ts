import { serve, whyNotStarted } from './serving.ts'

serve().catch((error) => {
  process.stderr.write(`${whyNotStarted(error)}\n`)
  process.exit(1)
})

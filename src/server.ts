import { serve } from '#platform/start/serving.ts'
import { giveUp } from '#platform/start/shutdown.ts'

// Whatever the program writes is for its own user alone.
process.umask(0o077)
serve().catch(giveUp)

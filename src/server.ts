import { exitWithReason } from '#platform/start/shutdown.ts'
import { serve } from './serve.ts'

// Whatever the program writes is for its own user alone.
process.umask(0o077)
serve().catch(exitWithReason)

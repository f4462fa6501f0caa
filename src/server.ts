import { exitWithReason, refuseArguments } from '#platform/start/shutdown.ts'
import { serve } from './serve.ts'

// Files that the program creates are readable only by its own user.
process.umask(0o077)
refuseArguments()
serve().catch(exitWithReason)

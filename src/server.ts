import { giveUp } from './leaving.ts'
import { serve } from './serving.ts'

// Whatever the program writes is for its own user alone.
process.umask(0o077)
serve().catch(giveUp)

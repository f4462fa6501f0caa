import { enableCompileCache, flushCompileCache } from 'node:module'

// Compiled code is kept from one start to the next, in the system's folder for temporary files. This must
// come before anything else is loaded: hence the import below it.
enableCompileCache()
setTimeout(flushCompileCache, 3000).unref()
const { serve, whyNotStarted } = await import('./serving.ts')

serve().catch((error) => {
  process.stderr.write(`${whyNotStarted(error)}\n`)
  process.exit(1)
})

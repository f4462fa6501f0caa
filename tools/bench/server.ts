// The server as it is, with bare twins of its answers beside them, or with its statements counted.
import { enableCompileCache } from 'node:module'

// As src/server.ts does: what is compiled is not part of what is measured.
enableCompileCache()
const { serveBench } = await import('./serving.ts')
await serveBench(process.argv.includes('--count'))

// Required before the program by npm start: runs on any Node, to say in one line what a newer syntax could only fail at.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `SupportMe needs Node 24, this is ${process.version}: run it by npm (which brings its own) or install Node 24.`,
  )
  process.exit(1)
}

// Compiled code, with its types taken off, is kept from one start to the next in the system's folder for temporary
// files. Kept as well where the process is killed later on.
const { enableCompileCache, flushCompileCache } = require('node:module')
enableCompileCache()
setTimeout(flushCompileCache, 3000).unref()

// Runs on any Node, to say in one line what a newer syntax could only fail at.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  console.error(
    `SupportMe needs Node 24, this is ${process.version}: run it by npm (which brings its own) or install Node 24.`,
  )
  process.exit(1)
}

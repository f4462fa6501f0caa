// Loaded before the server and the worker.
const { chmodSync, lstatSync, mkdirSync, readdirSync, rmSync } = require('node:fs')
const { basename, dirname, join } = require('node:path')
const { enableCompileCache, flushCompileCache, getCompileCacheDir } = require('node:module')
const { setFlagsFromString } = require('node:v8')

// Compiled code, with its types taken off, is kept from one start to the next: 1.3 s of a processor instead of 2.4, and
// 142 MB of memory instead of 167. Whoever can write there decides what runs here, so the folder is beside the database
// and this user's alone; where that cannot be, nothing is kept. NODE_COMPILE_CACHE names another folder.
function keepCompiledCode() {
  try {
    process.loadEnvFile('.env')
  } catch {
    // There is none, or the program itself will say what is wrong with it.
  }
  const database = /^file:(.+)/.exec(process.env.DATABASE_URL || 'file:data/supportme.db')
  const folder = join(dirname(database ? database[1] : 'data/none'), 'compiled')
  try {
    makeFolder(folder)
    const { uid } = lstatSync(folder)
    if (uid !== process.getuid()) return
    chmodSync(folder, 0o700)
    enableCompileCache(folder)
    // Kept as well where the process is killed later on.
    setTimeout(flushCompileCache, 3000).unref()
    removeOtherVersions(folder)
  } catch {
    // There is no such folder yet, or it cannot be written to: this start compiles anew.
  }
}

function removeOtherVersions(folder) {
  const ours = basename(getCompileCacheDir() ?? '')
  for (const name of ours ? readdirSync(folder) : [])
    if (name !== ours && /^v\d/.test(name)) rmSync(join(folder, name), { recursive: true, force: true })
}

function makeFolder(path) {
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
}

// The limits on the command line are the main thread's, which has them by now. Left in force they would take the place of
// those that other threads are started with.
function leaveThreadsTheirLimits() {
  for (const limit of ['max-semi-space-size', 'max-old-space-size']) setFlagsFromString(`--${limit}=0`)
}

leaveThreadsTheirLimits()
if (!process.env.NODE_COMPILE_CACHE) keepCompiledCode()
require('./end-with-npm.cjs')

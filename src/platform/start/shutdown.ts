import type { Logger } from 'pino'
import { ConfigError } from '#config'
import { reasonForOperators, storageFaultOf } from '#platform/db/storage-error.ts'

/** Longer than running requests may take, and shorter than process managers wait before they kill. */
export const longestStop = 25_000

/** Ends the process if shutdown takes too long: a database or mail server can hang. */
export function exitInTime(log: Logger): void {
  const leave = () => {
    log.error('stopping took too long')
    process.exit(1)
  }
  setTimeout(leave, longestStop).unref()
}

/**
 * By default an unhandled rejection ends the process, and everybody's requests with it. The work that it belonged to is
 * retried or was answered, so it is logged and the process continues.
 */
export function outliveRejections(log: Logger): void {
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'something failed that nothing waited for'))
}

/** Ends a program that takes no arguments if it has some, which would be ignored otherwise. */
export function refuseArguments([, , first] = process.argv): void {
  if (first === undefined) return
  process.stderr.write(
    `${first} is an argument, and there are none: settings come from the environment and from .env, as in PORT=8080 npm start.\n`,
  )
  process.exit(2)
}

type StartError = NodeJS.ErrnoException & { port?: number }

/** Prints why the program did not start, and exits. */
export function exitWithReason(error: StartError): never {
  process.stderr.write(`${whyNotStarted(error)}\n`)
  process.exit(1)
}

function whyNotStarted(error: StartError): string {
  if (error.code === 'EADDRINUSE') return `Port ${error.port} is in use: stop what listens there, or set PORT.`
  if (error.code === 'EACCES' && error.syscall === 'listen')
    return `Port ${error.port} is for the system's own services: set PORT to 1024 or more, and let a proxy listen there.`
  if (error.code === 'EADDRNOTAVAIL' || error.syscall === 'getaddrinfo')
    return 'HOST is no address of this machine: set it to 127.0.0.1, or to 0.0.0.0 for all of its addresses.'
  if (storageFaultOf(error)) return `The database cannot be used: ${reasonForOperators(error)}`
  if (error.errno !== undefined && error.path) return `A file or folder of the desk cannot be used: ${error.message}`
  return error instanceof ConfigError ? error.message : (error.stack ?? String(error))
}

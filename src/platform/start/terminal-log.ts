import type { DestinationStream } from 'pino'
import { LogOutput } from './log-output.ts'

const level = (number: number) => (number >= 50 ? 'ERROR ' : number >= 40 ? 'WARNING ' : '')

/** Control characters, with which logged text from outside could control the terminal. */
const controls = /[^\P{Cc}\n]/gu

/** A log line for a person at a terminal. @param json as pino writes it */
export function plainLine(json: string): string {
  const { level: number, time, pid, hostname, msg, err, error, ...fields } = JSON.parse(json)
  const at = new Date(time).toTimeString().slice(0, 8)
  const text = msg === 'request' ? requestText(fields) : [msg, ...Object.entries(fields).map(pair)].join('  ')
  const stack = (err ?? error)?.stack
  return `${[`${at}  ${level(number)}${text}`, ...(stack ? [stack] : [])].join('\n').replace(controls, '�')}\n`
}

const requestText = ({ method, path, status, ms }: Record<string, unknown>) => `${method} ${path}  ${status}  ${ms} ms`

const mostListed = 3

function pair([name, value]: [string, unknown]): string {
  if (Array.isArray(value) && value.length > mostListed) return `${name}=${value.length}`
  return `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`
}

/** Where the log goes: plain lines to a terminal, JSON to everything else and always in production. */
export function logDestination(production: boolean, out = process.stdout): DestinationStream {
  // Without a listener an error of other writes to stdout would end the program.
  out.on('error', () => {})
  if (production || !out.isTTY) return new LogOutput(out.fd)
  return { write: (json) => void out.write(plainLine(json)) }
}

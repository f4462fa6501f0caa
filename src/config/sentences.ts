export type Environment = Record<string, string | undefined>

export class ConfigError extends Error {}

/** One line for each wrong setting, such as "PORT must be a whole number from 0 to 65535"; only its first error. */
export function refuseFaults(faults: [name: string, sentence: string][]): void {
  const first = new Map(faults.toReversed())
  if (first.size === 0) return
  const lines = faults
    .filter(([name, sentence]) => first.get(name) === sentence)
    .map(([name, sentence]) => `  ${name} ${sentence}`)
  throw new ConfigError(`These settings are wrong:\n${[...new Set(lines)].join('\n')}`)
}

const names = {
  failed_writes: { help: 'Changes that the database did not take, by fault', label: 'fault' },
  drifted_events: { help: 'Counters of an event’s places that were not what is booked', label: 'counter' },
  failed_logins: { help: 'Logins that were refused, by reason', label: 'reason' },
} as const

export type CounterName = keyof typeof names

/** Counters of this process since its start, for monitoring. */
export class Counters {
  readonly #counts = new Map<CounterName, Map<string, number>>()

  add(name: CounterName, label: string): void {
    const counts = this.#counts.get(name) ?? new Map<string, number>()
    this.#counts.set(name, counts.set(label, (counts.get(label) ?? 0) + 1))
  }

  all() {
    return (Object.keys(names) as CounterName[]).map((name) => ({
      name: `${name}_total`,
      ...names[name],
      counts: this.#counts.get(name) ?? new Map<string, number>(),
    }))
  }
}

interface Place {
  type_name: string | null
  /** Where it was handed to somebody else. */
  holder_name: string | null
  used_at: number | null
  answers: { label: string; answer: string }[]
}

/** What is known of some places, as the host and whoever booked them read it; those of which the same is known are one line. */
export function placeLines(places: Place[]): { count: number; text: string }[] {
  return [...Map.groupBy(places, textOf)].map(([text, { length }]) => ({ count: length, text }))
}

function textOf({ type_name, holder_name, used_at, answers }: Place): string {
  const answered = answers.map(({ label, answer }) => `${label}: ${answer}`)
  const holder = holder_name !== null && `for ${holder_name}`
  return [type_name ?? 'Place', holder, used_at !== null && 'admitted', ...answered].filter(Boolean).join(' · ')
}

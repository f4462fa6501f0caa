interface Place {
  type_name: string | null
  /** The holder's name, if it was handed to somebody else. */
  holder_name: string | null
  used_at: number | null
  answers: { label: string; answer: string }[]
}

/** Places in words for the host and the person who booked; equal places are combined in one line. */
export function placeLines(places: Place[]): { count: number; text: string }[] {
  return [...Map.groupBy(places, textOf)].map(([text, { length }]) => ({ count: length, text }))
}

function textOf({ type_name, holder_name, used_at, answers }: Place): string {
  const answered = answers.map(({ label, answer }) => `${label}: ${answer}`)
  const holder = holder_name !== null && `for ${holder_name}`
  return [type_name ?? 'Place', holder, used_at !== null && 'let in', ...answered].filter(Boolean).join(' · ')
}

import { createHmac } from 'node:crypto'
import type { Config } from '#config'
import { minute } from '#lib/durations.ts'

// A colour and a word that change every minute, the same on the door's screen and on each live pass: a screenshot or
// recording shows those of another minute.

/** Easy to distinguish; the style sheet has them. Consecutive minutes never have the same colour. */
const colours = [
  ['red', 'green', 'purple'],
  ['orange', 'blue', 'brown'],
] as const

const words =
  `anchor apple banjo basket beach bridge butter candle castle cherry cloud coffee comet copper dragon drum feather
  fiddle forest garden guitar harbour honey island jacket kettle kitten ladder lemon lion magnet maple meadow mirror moon
  mountain needle ocean olive orchid panda pearl pepper piano pillow planet pocket rabbit river rocket saddle silver spoon
  star summer thunder tiger tulip umbrella valley velvet violin window winter`.split(/\s+/)

export interface Liveness {
  /** UNIX milliseconds: shown for a minute from then. */
  from: number
  colour: (typeof colours)[number][number]
  word: string
}

/** The marks of the present and following minutes. */
export function livenessOf(config: Config, eventId: number, now: number, minutes: number): Liveness[] {
  const first = Math.floor(now / minute)
  return Array.from({ length: minutes }, (_, n) => livenessIn(config, eventId, first + n))
}

function livenessIn({ session }: Config, eventId: number, number: number): Liveness {
  const mac = createHmac('sha256', session.secret).update(`pass liveness v1:${eventId}:${number}`).digest()
  const [colour, word] = [mac.readUInt8(0) % 3, mac.readUInt16BE(1) % words.length]
  return {
    from: number * minute,
    colour: colours[number % 2 === 0 ? 0 : 1][colour] as Liveness['colour'],
    word: words[word] as string,
  }
}

/** Neighbouring keys of a keyboard, in rows and columns. */
const walks =
  '1234567890 qwertyuiop qwertz azerty asdfghjkl qsdfghjklm zxcvbnm yxcvbnm wxcvbn 1qaz 2wsx 3edc 4rfv 5tgb 6yhn 7ujm 8ik 9ol'.split(
    ' ',
  )
const steps = new Set(
  walks.flatMap((walk) => [...walk].slice(1).flatMap((key, n) => [`${walk[n]}${key}`, `${key}${walk[n]}`])),
)

/** Bits to encode where a repeated part, or a walk, begins and how long it is. */
const perPart = 10
/** Bits to encode the direction of a step of a walk, or that it does not change. */
const perTurn = 2.5
const perStep = 0.3
const shortestPart = 4

/** A secret split into parts that follow a pattern, with their bits, and the rest. */
export interface Patterns {
  bits: number
  rest: string[]
}

export function patternsIn(secret: string, perSign: number): Patterns {
  const rest = ['']
  let bits = 0
  for (let at = 0; at < secret.length; ) {
    const repeat = repeatAt(secret, at)
    const walk = walkAt(secret, at)
    const ofRepeat = perPart + Math.log2(Math.max(at, 1))
    const ofWalk = perPart + perSign + walk.bits
    const [length, cost] =
      ofRepeat / Math.max(repeat, 0.1) < ofWalk / walk.length ? [repeat, ofRepeat] : [walk.length, ofWalk]
    if (length >= shortestPart && cost < length * perSign) {
      bits += cost
      at += length
      rest.push('')
    } else {
      rest.push(rest.pop() + (secret[at] as string))
      at += 1
    }
  }
  return { bits, rest: rest.filter(Boolean) }
}

/** How many characters from here on repeat earlier text, which they may overlap. */
function repeatAt(text: string, at: number): number {
  let length = 0
  while (at > 0 && at + length < text.length && text.slice(0, at + length).includes(text.slice(at, at + length + 1)))
    length += 1
  return length
}

/** The length of a walk: each character is next to the one before on the keyboard or in the alphabet, or equal. */
function walkAt(text: string, at: number): { length: number; bits: number } {
  let bits = 0
  let before: number | undefined
  let length = 1
  for (; at + length < text.length; length += 1) {
    const step = stepBetween(text[at + length - 1] as string, text[at + length] as string)
    if (step === null) break
    bits += step === before ? perStep : perTurn
    before = step
  }
  return { length, bits }
}

/** -1, 0 or 1 in the alphabet, or else a step on the keyboard. */
function stepBetween(one: string, next: string): number | null {
  const step = (next.codePointAt(0) as number) - (one.codePointAt(0) as number)
  if (Math.abs(step) <= 1) return step
  const bothUpper = /^[A-Z\d]{2}$/.test(one + next)
  return steps.has(bothUpper ? (one + next).toLowerCase() : one + next) ? 2 : null
}

import { patternsIn } from './secret-patterns.ts'

/** Bits by which a secret may be shorter: a random one is refused once in 2^24. */
const mostGain = 24

/**
 * Distinguishes random secrets from phrases and patterns by how far they can be compressed: as text, by the letter
 * frequencies of languages, as keyboard walks, as repetitions. In any encoding a random text is shorter by n bits with
 * a probability of at most 2^-n: one that is much shorter is not random.
 */
export const isRandom = (secret: string) => gainOf(secret) < mostGain

/** How many bits shorter a secret can be encoded than with equally likely characters. */
export function gainOf(secret: string): number {
  const hex = /^[0-9a-f-]+$/i.test(secret)
  const perSign = hex ? 4 : 6
  const { bits, rest } = patternsIn(secret, perSign)
  const ofRest = rest.map((part) =>
    Math.min(hex ? Number.POSITIVE_INFINITY : textBits(part), part.length * perSign + 1),
  )
  return secret.length * perSign - bits - ofRest.reduce((sum, one) => sum + one, 0)
}

/** Pairs of letters by frequency, in English and related languages; `_` is the edge of a word. */
const pairs =
  '_t _a _s th he e_ s_ _o d_ in _w t_ er an re on n_ _i at en nd ti es or te of ed is it r_ al ar y_ _b st to _c nt ng se ha as _h _m ou io le _p _f _d ve l_ o_ co me de hi ri ro ic ne ea ra f_ g_ ce _l h_ li _r ch ll be ma si om ur _n _e ca el ta a_ la ns di _g fo ho pe ec k_ pr no ct us m_ ac ot il tr ly nc et _u ut ss so rs un lo wa ge ie wh _y ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir _k su id os iv ia am fi ci vi pl ig tu ev ld ry mp p_ fe bl ab gh ty op wo w_ sa ay ex ke fr _j ag av if ap gr od bo sp rd _v do uc bu ei ov by rm ep tt oc fa ef cu rn sc gi da yo cr cl du ga qu ue ff ba ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck ew mu br bi pt ak pu ui rg ib tl ny ki rk ys ob mm fu ph og ms ye ud mb ip ub oi rl gu dr _q ft wn nu af hu nn eo vo rv nf xp x_ _z sm fl iz ok nl my gl aw ju eq sy sl ps jo lf nk kn gs dy hy ze ks zu ka ko ku kl kr za u_ i_ c_ b_ z_ _x'.split(
    ' ',
  )
const letters = 'abcdefghijklmnopqrstuvwxyz_'
const pairBits = logarithms()

/** Probabilities from the rank of each pair (Zipf), normalised for each first letter. */
function logarithms(): Map<string, number> {
  const rank = new Map(pairs.map((pair, at) => [pair, at]))
  const weight = (pair: string) => ((rank.get(pair) ?? 900) + 40) ** -1.5
  const bits = new Map<string, number>()
  for (const one of letters) {
    const sum = [...letters].reduce((sum, next) => sum + weight(one + next), 0)
    for (const next of letters) bits.set(one + next, -Math.log2(weight(one + next) / sum))
  }
  return bits
}

/** Digits and punctuation that replace letters within words. */
const disguises: Record<string, string> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's', '!': 'i' }

const chance = (probability: number) => -Math.log2(probability)
const cost = {
  lower: chance(0.6),
  capital: chance(0.4),
  /** A normal letter after a replaced one, in a text with replacements. */
  plain: chance(0.65),
  disguised: chance(0.35),
  /** The same separator between words as before, or another. */
  sameSign: chance(0.6),
  otherSign: chance(0.4) + Math.log2(40),
  /** Whether a word begins after a separator, or another separator follows. */
  afterSign: chance(0.5),
}

/** The bits of the shortest of the encodings as text; which one it is takes two bits more. */
function textBits(text: string): number {
  const shouted = /[A-Z]/.test(text) && !/[a-z]/.test(text)
  const written = shouted ? text.toLowerCase() : text
  return 2 + Math.min(asWritten(written, false), asWritten(written, true))
}

/** Encodes a text letter by letter, with words separated by punctuation or capitals. */
function asWritten(text: string, inDisguise: boolean): number {
  let bits = 0
  let before = '_'
  let sign = ' '
  for (const next of text) {
    const asSign = edgeBits(before) + (next === sign ? cost.sameSign : cost.otherSign)
    const letter = letterOf(next, inDisguise)
    const asLetter = letter ? letterBits(before, next, letter, inDisguise) : Number.POSITIVE_INFINITY
    bits += Math.min(asSign, asLetter)
    if (letter && asLetter <= asSign) before = letter
    else {
      before = '_'
      sign = next
    }
  }
  return bits
}

const isPlain = (sign: string) => /[a-z]/i.test(sign)

const letterOf = (sign: string, inDisguise: boolean): string | undefined =>
  isPlain(sign) ? sign.toLowerCase() : inDisguise ? disguises[sign] : undefined

/** The end of a word, or no word has begun. */
const edgeBits = (before: string) => (before === '_' ? cost.afterSign : bitsOf(before, '_'))

function letterBits(before: string, next: string, letter: string, inDisguise: boolean): number {
  const isCapital = isPlain(next) && next !== letter
  const shown = inDisguise ? (isPlain(next) ? cost.plain : cost.disguised) : 0
  if (before !== '_' && !isCapital) return shown + bitsOf(before, letter)
  return shown + (isCapital ? cost.capital : cost.lower) + edgeBits(before) + bitsOf('_', letter)
}

const bitsOf = (one: string, next: string) => pairBits.get(one + next) ?? Number.POSITIVE_INFINITY

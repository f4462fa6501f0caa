import { BoundedMap } from './bounded-map.ts'
import { foldedHan } from './han-folding.ts'
import { spellingsOf } from './spelling.ts'
import { separate } from './word-runs.ts'

/** A letter with its marks; two signs that are one letter; the parts of a syllable. */
const letterWithMarks =
  /เเ|[ヴゔ][ァィェォぁぃぇぉ]|[\u1100-\u115f]{1,3}[\u1160-\u11a7]{1,3}[\u11a8-\u11ff]{0,3}|[\s\S][\p{M}\p{Default_Ignorable_Code_Point}\uff9e\uff9f]*/uy
const spelledLetters = new BoundedMap<string, string[]>(10_000)

export interface Letters {
  letters: string[]
  /** The position of each letter in the run, and finally the run's length. */
  at: number[]
}

const isSyllable = (point: number) => point >= 0xac00 && point <= 0xd7a3
/** Ideographs and Korean syllables, which have one encoding; not their compatibility forms. */
const isLetter = (point: number) =>
  (point >= 0x4e00 && point <= 0x9fff) ||
  isSyllable(point) ||
  (point >= 0x20000 && point < 0x2f800) ||
  (point >= 0x30000 && point < 0x40000)
/** Whether a character may continue the one before: a mark on it, or the second half of a letter. */
const mayBeMark = (code: number) => code > 0x9fff && !isSyllable(code) && !(code >= 0xd840 && code <= 0xd8bf)

/** Stands for the character before it: 佐々木 is also written 佐佐木. */
const repeated = '々'

/** Splits a run of a script without spaces into letters. */
export function lettersOf(run: string): Letters {
  const letters: string[] = []
  const at: number[] = []
  for (let start = 0; start < run.length; ) {
    const sign = String.fromCodePoint(run.codePointAt(start) ?? 0)
    if (isLetter(sign.codePointAt(0) ?? 0) && !mayBeMark(run.charCodeAt(start + sign.length))) {
      letters.push(foldedHan(sign))
      at.push(start)
      start += sign.length
      continue
    }
    letterWithMarks.lastIndex = start
    const typed = letterWithMarks.exec(run)?.[0] ?? run.charAt(start)
    const before = typed === repeated ? letters.at(-1) : undefined
    for (const letter of before === undefined ? spelledLetter(typed) : [before]) {
      letters.push(letter)
      at.push(start)
    }
    start += typed.length
  }
  at.push(run.length)
  return { letters, at }
}

function spelledLetter(typed: string): string[] {
  let spelled = spelledLetters.get(typed)
  if (spelled === undefined) {
    spelled = separate(spellingsOf(typed).plain).flatMap((word) => [...word])
    if (typed.length <= 4) spelledLetters.set(typed, spelled)
  }
  return spelled
}

/** コンピューター is also written without the last ー; in short words it makes another word. */
export const withoutLongEnd = (letters: string[]) =>
  letters.length >= 4 && letters.at(-1) === 'ー' ? letters.slice(0, -1) : letters

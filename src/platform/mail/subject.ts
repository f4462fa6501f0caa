/** The bytes that fit into an encoded word of 75 characters (RFC 2047). */
const bytesInWord = 45

/** Encodes a subject that contains something like an encoded word: mail programs would decode it otherwise. */
export function encodedSubject(subject: string): string {
  if (!subject.includes('=?')) return subject
  const words: string[] = []
  let word = ''
  for (const character of subject) {
    if (Buffer.byteLength(word + character) > bytesInWord) {
      words.push(word)
      word = ''
    }
    word += character
  }
  words.push(word)
  return words.map((text) => `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`).join(' ')
}

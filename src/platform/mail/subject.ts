/** So many bytes that an encoded word has 75 signs at most (RFC 2047). */
const bytesInWord = 45

/**
 * A subject as it is sent: one in which something looks like an encoded word is encoded whole, as otherwise whoever
 * reads the mail would see it decoded.
 */
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

/** What is drawn as nothing: marks of direction, joiners, fillers, blank patterns, code points that stand for nothing. */
const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800\u{1d159}\u{13441}\u{13442}]/gu

/** Without what takes no room on a page, and without spaces around it. */
export const visible = (text: string) => text.replace(unseen, '').trim()

/** Whether there is something to see; marks alone have no letter to stand on. */
export const isVisible = (text: string) => /[^\p{M}\p{Z}\s]/u.test(visible(text))

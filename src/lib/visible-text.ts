/** Characters that are drawn as nothing: direction marks, joiners, fillers, blanks, places of pictures, unassigned points. */
const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}\u2800\ufffc\u{1d159}\u{13441}\u{13442}]/gu

/** The text without invisible characters, trimmed. */
export const visible = (text: string) => text.replace(unseen, '').trim()

/** Whether anything is visible; combining marks alone are not. */
export const isVisible = (text: string) => /[^\p{M}\p{Z}\s]/u.test(visible(text))

const pattern = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?)?$/

const minute = 60_000

/**
 * What a day or a moment covers, in UNIX milliseconds: a day all of it, 14:03 the whole minute. Without a
 * time zone the desk's own counts, as on its pages.
 *
 * @returns null for what is no such text
 */
export function timeRangeOf(text: string): { start: number; end: number } | null {
  const parts = pattern.exec(text)
  if (!parts) return null
  const [, time, seconds, milliseconds] = parts
  const start = Date.parse(time ? text : `${text}T00:00`)
  if (Number.isNaN(start)) return null
  if (!time) return { start, end: new Date(start).setDate(new Date(start).getDate() + 1) }
  return { start, end: start + (milliseconds ? 1 : seconds ? 1000 : minute) }
}

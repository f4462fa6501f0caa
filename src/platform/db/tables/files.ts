/** A picture that somebody has uploaded; its two sizes lie in the store as WebP. */
export interface FilesTable {
  /** Random: nobody can guess it. */
  id: string
  /** What it is a picture of; the feature whose it is knows who may see it. */
  kind: 'event' | 'profile'
  /** Of the large size. */
  width: number
  height: number
  /** Of both together, in bytes. */
  size: number
  created_at: number
}

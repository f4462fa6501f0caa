/** A picture that somebody has uploaded; its two sizes are stored as WebP. */
export interface FilesTable {
  /** Random: nobody can guess it. */
  id: string
  /** What the picture shows; the feature of that kind decides who may see it. */
  kind: 'event' | 'profile'
  /** Of the large size. */
  width: number
  height: number
  /** Of both sizes together, in bytes. */
  size: number
  created_at: number
}

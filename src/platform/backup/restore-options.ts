export interface RestoreTo {
  archive: string
  /** The file that the database is restored to. */
  database: string
  /** The folder that uploaded pictures are restored to; by default beside the database. */
  files?: string
  /** The pepper from the settings, unless it is in a file beside the database. */
  pepper?: string | undefined
  previousPeppers?: string[]
  /** Kinds of jobs that send mails. */
  mailKinds?: string[]
  now: number
  /** Called before each step with its description. */
  progress?: (doing: string) => void
}

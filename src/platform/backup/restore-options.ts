export interface RestoreTo {
  archive: string
  /** The file that the database is restored to. */
  database: string
  /** The folder that uploaded pictures are restored to; beside the database where left out. */
  files?: string
  /** The pepper among the settings, where it is not kept in a file beside the database. */
  pepper?: string | undefined
  previousPeppers?: string[]
  /** The kinds of jobs that send mails. */
  mailKinds?: string[]
  now: number
  /** Is told what is being done, for whoever waits. */
  progress?: (doing: string) => void
}

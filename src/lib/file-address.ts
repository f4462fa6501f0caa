export type FileSize = 'large' | 'small'

/** The path of an uploaded picture, for pages and below /api/v1. */
export const fileAddress = (id: string, size: FileSize = 'large') =>
  size === 'large' ? `/files/${id}` : `/files/${id}/small`

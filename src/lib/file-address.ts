export type FileSize = 'large' | 'small'

/** Where an uploaded picture is to be had, on the pages and below /api/v1. */
export const fileAddress = (id: string, size: FileSize = 'large') =>
  size === 'large' ? `/files/${id}` : `/files/${id}/small`

import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The folder, or where it will be made. */
export const nearest = (folder: string): string => (existsSync(folder) ? folder : nearest(dirname(folder)))

/** Why nothing can be stored in a folder, which may have to be made yet; null where it can. */
export function whyNotStored(folder: string): string | null {
  const place = nearest(folder)
  if (!statSync(place).isDirectory()) return `${place} is no folder`
  return isWritable(place) ? null : `nothing can be written to ${place}`
}

export function isWritable(path: string): boolean {
  try {
    accessSync(path, statSync(path).isDirectory() ? constants.W_OK | constants.X_OK : constants.W_OK)
    return true
  } catch {
    return false
  }
}

export const uploadsFail = (folder: string, reason: string) =>
  `Nobody can upload a picture: FILES_DIR is ${folder}, and ${reason}.`

import { accessSync, constants, existsSync, lstatSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The folder itself, or the nearest parent that exists. */
export const nearest = (folder: string): string => (existsSync(folder) ? folder : nearest(dirname(folder)))

/** Why a folder, which need not exist yet, cannot be written; null if it can. */
export function whyNotStored(folder: string): string | null {
  const place = nearest(folder)
  if (!statSync(place).isDirectory()) return `${place} is no folder`
  if (!isWritable(place)) return `nothing can be written to ${place}`
  const link = deadLink(folder, place)
  return link && `${link} is a link that leads nowhere`
}

/** What lies between a folder and what is there of its path, as where a disk is not mounted. */
function deadLink(folder: string, place: string): string | null {
  if (folder === place) return null
  return lstatSync(folder, { throwIfNoEntry: false }) ? folder : deadLink(dirname(folder), place)
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

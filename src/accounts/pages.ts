import { entrancePages } from './entrance-pages.ts'
import { linkPages } from './link-pages.ts'
import { personalDataPages } from './personal-data-pages.ts'
import { profilePages } from './profile-pages.ts'
import { sessionPages } from './session-pages.ts'

export const accountPages = [...entrancePages, ...linkPages, ...profilePages, ...sessionPages, ...personalDataPages]

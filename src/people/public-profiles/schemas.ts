import { z } from 'zod'
import { anyUsername } from '#people/accounts/schemas.ts'

export const usernameParams = z.object({ username: anyUsername })

import { z } from 'zod'

export const personJson = z
  .object({
    id: z.int(),
    username: z.string(),
    display_name: z.string(),
    profile_icon: z.string(),
    is_staff: z.boolean(),
  })
  .meta({ id: 'Person' })

import { z } from 'zod'

export const personJson = z
  .object({
    id: z.int(),
    username: z.string(),
    display_name: z.string(),
    profile_icon: z.string(),
    picture: z.string().nullable().meta({
      description: 'The address below /api/v1 of an uploaded picture, which is shown in place of the icon.',
    }),
    is_staff: z.boolean(),
  })
  .meta({ id: 'Person' })

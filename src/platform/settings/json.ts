import { z } from 'zod'
import type { Context } from '#context'
import { settingsSchema } from './settings.ts'

export const settingsJson = z.object({
  settings: settingsSchema.meta({ description: 'What holds now.' }),
  defaults: settingsSchema.meta({ description: 'The values of the environment, which apply if nothing is set.' }),
  set: z.array(z.string()).meta({ description: 'The settings that were set in the browser or here.' }),
})

export const showSettings = ({ settings, config }: Context): z.input<typeof settingsJson> => ({
  settings: settings.current,
  defaults: config.settings,
  set: Object.keys(settings.stored).sort(),
})

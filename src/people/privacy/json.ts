import { z } from 'zod'
import type { PersonalData } from '#context'

/** A person's export: the data of every feature. */
export const personalDataJson = (parts: readonly PersonalData[]) =>
  z
    .object({ exported_at: z.iso.datetime(), ...Object.assign({}, ...parts.map(({ members }) => members)) })
    .meta({ id: 'PersonalData' })

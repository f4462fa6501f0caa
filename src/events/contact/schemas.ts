import { z } from 'zod'
import { prose } from '#platform/http/fields.ts'

/** The maximum length of a ticket's first message, which it can become. */
export const contact = z.strictObject({ message: prose('The message', 8, 10_000) })

export const contactForm = contact.extend({ to_customer: z.literal('yes').optional() })

export const contactedJson = z.object({ ticket_id: z.int().nullable(), conversation_id: z.int().nullable() })

import { seeOther } from '../http/answer.ts'
import { noFields } from '../http/fields.ts'
import { page } from '../http/route.ts'
import { hideFirstSteps } from '../settings/first-steps.ts'

export const firstStepsPages = [
  page.post(
    '/admin/first-steps/removal',
    { for: 'admin', body: noFields, keepAnswer: false },
    async ({ ctx, actor }) => {
      await hideFirstSteps(ctx, actor)
      return seeOther('/home', 'The list of first steps is put away.')
    },
  ),
]

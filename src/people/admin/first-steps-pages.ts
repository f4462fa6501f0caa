import { seeOther } from '#platform/http/answer.ts'
import { emptyBody } from '#platform/http/fields.ts'
import { page } from '#platform/http/route.ts'
import { hideFirstSteps } from '#platform/settings/first-steps.ts'

export const firstStepsPages = [
  page.post(
    '/admin/first-steps/removal',
    { for: 'admin', body: emptyBody, idempotent: false },
    async ({ ctx, actor }) => {
      await hideFirstSteps(ctx, actor)
      return seeOther('/home', 'The list of first steps is hidden.')
    },
  ),
]

import { accessibilityThreads } from './threads/accessibility.ts'
import { accountsThreads } from './threads/accounts.ts'
import { classesThreads } from './threads/classes.ts'
import { classesAdultsThreads } from './threads/classes-adults.ts'
import { costumesThreads } from './threads/costumes.ts'
import { eventsThreads } from './threads/events.ts'
import { examsThreads } from './threads/exams.ts'
import { feedbackThreads } from './threads/feedback.ts'
import { lostPropertyThreads } from './threads/lost-property.ts'
import { newThreads } from './threads/new.ts'
import { paymentsThreads } from './threads/payments.ts'
import { paymentsMoreThreads } from './threads/payments-more.ts'
import { showThreads } from './threads/show.ts'
import { sponsorsThreads } from './threads/sponsors.ts'
import { teensThreads } from './threads/teens.ts'
import { tourThreads } from './threads/tour.ts'
import type { DemoThread } from './types.ts'

export const threads: DemoThread[] = [
  ...classesThreads,
  ...classesAdultsThreads,
  ...paymentsThreads,
  ...paymentsMoreThreads,
  ...lostPropertyThreads,
  ...costumesThreads,
  ...showThreads,
  ...tourThreads,
  ...eventsThreads,
  ...sponsorsThreads,
  ...accountsThreads,
  ...accessibilityThreads,
  ...feedbackThreads,
  ...teensThreads,
  ...examsThreads,
  ...newThreads,
]

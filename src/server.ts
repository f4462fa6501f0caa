import { giveUp } from './leaving.ts'
import { serve } from './serving.ts'

serve().catch(giveUp)

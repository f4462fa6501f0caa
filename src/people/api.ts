import { apiTokenApi } from '#people/api-tokens/api.ts'
import { conversationApi } from '#people/conversations/api.ts'
import { reportApi } from '#people/conversations/report-api.ts'
import { publicProfileApi } from '#people/public-profiles/api.ts'

/** What people see of each other and write to each other, and what their programs act by. */
export const peopleApi = [...apiTokenApi, ...publicProfileApi, ...conversationApi, ...reportApi]

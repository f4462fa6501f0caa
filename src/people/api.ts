import { apiTokenApi } from '#people/api-tokens/api.ts'
import { conversationApi } from '#people/conversations/api.ts'
import { blockApi } from '#people/conversations/block-routes.ts'
import { reportApi } from '#people/conversations/report-api.ts'
import { publicProfileApi } from '#people/public-profiles/api.ts'
import { staffInvitationApi } from '#people/staff-invitations/api.ts'

/** The API for profiles, direct messages, tokens and invitations of colleagues. */
export const peopleApi = [
  ...apiTokenApi,
  ...publicProfileApi,
  ...blockApi,
  ...conversationApi,
  ...reportApi,
  ...staffInvitationApi,
]

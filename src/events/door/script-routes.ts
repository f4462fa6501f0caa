import { ok } from '#platform/http/answer.ts'
import { idParams } from '#platform/http/fields.ts'
import { page } from '#platform/http/route.ts'
import { refusalAsJson } from '#platform/pages/forms.ts'
import { getDoor } from './doors.ts'
import { showBundle, showCounts } from './json.ts'
import { readBundle } from './people.ts'
import { reconcile } from './reconciliation.ts'
import { admitByName, scan } from './scans.ts'
import { bundleQuery, checkForm, reconciliationForm, undoCheckForm } from './schemas.ts'
import { undoAdmission } from './undo.ts'

// Requests of the door page's script, with the session's cookie: forms with the API's responses.

const atDoor = { for: 'member', params: idParams, refused: refusalAsJson } as const
const once = { ...atDoor, idempotent: false } as const

export const doorScriptRoutes = [
  page.post('/doors/:id/checks', { ...once, body: checkForm }, async ({ ctx, actor, params, body }) => {
    const { code, pass_id, scan_id } = body
    if (code !== undefined) return ok(await scan(ctx, actor, params.id, { code, scan_id }))
    return ok(await admitByName(ctx, actor, params.id, { pass_id: pass_id as number, scan_id }))
  }),
  page.post('/doors/:id/undo', { ...atDoor, body: undoCheckForm }, async ({ ctx, actor, params, body }) => {
    const door = await getDoor(ctx, actor, params.id)
    await undoAdmission(ctx, actor, body.admission_id, body.reason)
    return ok(await showCounts(ctx, door))
  }),
  page.get('/doors/:id/bundle', { ...atDoor, query: bundleQuery }, async ({ ctx, actor, params, query: { after } }) =>
    ok(await showBundle(ctx, await readBundle(ctx, actor, params.id, after), after === undefined)),
  ),
  page.post('/doors/:id/reconciliation', { ...once, body: reconciliationForm }, async ({ ctx, actor, params, body }) =>
    ok({ verdicts: await reconcile(ctx, actor, params.id, body.scans) }),
  ),
]

import { beforeAll, describe, expect, test } from 'vitest'
import { changeAccountType } from '#people/admin/promotion.ts'
import { deleteAccount } from '#people/privacy/deletion.ts'
import { auditOf, textOf } from '../accounts/reading.ts'
import { inboxOf, unreadOf } from '../notifications/told.ts'
import { join, type Member } from '../support/people.ts'
import { sendForm, startTalk, write } from './people.ts'

const { world, kim, lea, max, anna } = await startTalk()
const reason = 'This is not a tone that I like.'
const openReports = async (member: Member) => (await member.api.get('/message-reports').expect(200)).body.reports

describe('a conversation', async () => {
  let [id, report_id] = [0, 0]
  beforeAll(async () => {
    id = await write(kim, lea, 'Before the report')
  })

  test('is nobody’s but of the two until one of them reports it, once', async () => {
    expect(await openReports(anna)).toEqual([])
    await anna.api.get(`/conversations/${id}/messages`).expect(404)
    await max.api.post(`/conversations/${id}/reports`, { reason }).expect(404)
    await lea.api.post(`/conversations/${id}/reports`, { reason: 'no' }).expect(422)
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => lea.api.post(`/conversations/${id}/reports`, { reason })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409, 409, 409, 409])
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('already_reported')
    const [report] = await openReports(anna)
    report_id = report.id
    expect(report).toMatchObject({ conversation_id: id, reason, reporter: { username: 'lea' }, settled_at: null })
    expect(report.reported).toMatchObject({ username: 'kim' })
  })

  test('is read by staff up to the report, and that they do is recorded', async () => {
    await write(kim, lea, 'After the report')
    const { body } = await anna.api.get(`/message-reports/${report_id}/messages`).expect(200)
    expect(body.messages.map(({ body }: { body: string }) => body)).toEqual(['Before the report'])
    const page = textOf((await anna.pages.get(`/message-reports/${report_id}/conversation`).expect(200)).text)
    expect(page).toContain('Before the report')
    expect(page).not.toContain('After the report')
    const reads = (await auditOf(world, 'conversation', id)).filter(({ actor_id }) => actor_id === anna.id)
    expect(reads.map(({ action }) => action)).toEqual(['reported_conversation_read', 'reported_conversation_read'])
    expect(await unreadOf(anna)).toBe(1)
    expect(textOf((await anna.pages.get(`/message-reports/${report_id}`).expect(200)).text)).toContain(reason)
    expect(await unreadOf(anna)).toBe(0)
    for (const member of [kim, lea]) await member.api.get(`/message-reports/${report_id}`).expect(403)
  })

  test('is known to all staff by a notification, until one of them settles it', async () => {
    const ben = await join(world, 'ben', 'assistant')
    expect(await inboxOf(anna)).toMatchObject([
      { kind: 'message_report', text: 'lea reported direct messages.', excerpt: reason, subject: { id: report_id } },
    ])
    expect(textOf((await anna.pages.get('/home').expect(200)).text)).toContain(
      `Reported messages All reports ${reason}`,
    )
    expect((await kim.pages.get('/home').expect(200)).text).not.toContain('Reported messages')
    const path = `/message-reports/${report_id}/settlement`
    await anna.api.put(path, { decision: ' ' }).expect(422)
    const half = JSON.stringify({ decision: 'Half a decision' })
    await sendForm(ben, '/drafts', { place: `report-${report_id}-decision`, fields: half }).expect(200)
    expect((await ben.pages.get(`/message-reports/${report_id}`)).text).toContain('Half a decision</textarea>')
    await sendForm(ben, path, { decision: 'Kim was asked to be kind.' }).expect(303)
    expect((await ben.api.get('/me/data').expect(200)).body.drafts).toEqual([])
    const late = await anna.api.put(path, { decision: 'Nothing to do' }).expect(409)
    expect(late.body.code).toBe('already_settled')
    expect(await unreadOf(anna)).toBe(0)
    expect(await openReports(anna)).toEqual([])
    const { reports } = (await anna.api.get('/message-reports?state=settled').expect(200)).body
    expect(reports).toMatchObject([{ id: report_id, decision: 'Kim was asked to be kind.' }])
    expect(textOf((await anna.pages.get(`/message-reports/${report_id}`).expect(200)).text)).toContain('Settled by ben')
    await lea.api.post(`/conversations/${id}/reports`, { reason }).expect(204)
  })
})

test('the reporter is notified that staff have settled it, but not how; nobody is notified after an erasure', async () => {
  const [nora, olaf] = [await join(world, 'nora'), await join(world, 'olaf')]
  const id = await write(olaf, nora, 'Not nice')
  for (const member of [nora, olaf]) await member.api.post(`/conversations/${id}/reports`, { reason }).expect(204)
  await nora.api.post('/notifications/read').expect(204)
  await deleteAccount(world.ctx, null, olaf.id)
  for (const { id: report } of (await openReports(anna)).filter(
    (one: { conversation_id: number }) => one.conversation_id === id,
  ))
    await anna.api.put(`/message-reports/${report}/settlement`, { decision: 'Olaf was warned.' }).expect(200)
  const told = { kind: 'report_settled', excerpt: null, subject: { type: 'conversation', id } }
  const unread = await inboxOf(nora, '&show=unread')
  expect(unread).toMatchObject([told])
  expect(unread[0]?.text).toBe('anna has looked at the messages that you reported, and settled the report.')
  const rows = world.ctx.db.selectFrom('notifications').select('id').where('account_id', '=', olaf.id)
  expect(await rows.execute()).toEqual([])
  await nora.pages.get(`/conversations/${id}`).expect(200)
  expect(await unreadOf(nora)).toBe(0)
})

/** The reported person learns neither of the report nor who made it. */
async function expectUntold(member: Member, state: string) {
  const { reports } = (await member.api.get(`/message-reports?state=${state}`).expect(200)).body
  expect(reports.filter(({ reported }: { reported: { id: number } }) => reported.id === member.id)).toEqual([])
  for (const path of [`/message-reports?state=${state}`, '/home'])
    expect(textOf((await member.pages.get(path).expect(200)).text)).not.toContain(`max reported ${member.username}`)
  expect((await member.pages.get('/home')).text).not.toContain('Messages with rosa')
}

test('staff do not decide about a conversation of their own, and keep nothing of reports when they leave', async () => {
  const rosa = await join(world, 'rosa')
  const id = await write(max, rosa)
  await changeAccountType(world.ctx, null, rosa.id, 'assistant')
  await max.api.post(`/conversations/${id}/reports`, { reason }).expect(204)
  const [report] = await openReports(anna)
  for (const path of ['', '/messages']) {
    const { body } = await rosa.api.get(`/message-reports/${report.id}${path}`).expect(403)
    expect(body.code).toBe('own_conversation')
  }
  await rosa.api.put(`/message-reports/${report.id}/settlement`, { decision: 'Fine' }).expect(403)
  expect((await inboxOf(rosa)).filter(({ kind }) => kind === 'message_report')).toEqual([])
  await expectUntold(rosa, 'open')
  await anna.api.put(`/message-reports/${report.id}/settlement`, { decision: 'Nothing to do' }).expect(200)
  await expectUntold(rosa, 'settled')
  const ida = await join(world, 'ida', 'assistant')
  await lea.api.post(`/conversations/${await write(lea, max)}/reports`, { reason }).expect(204)
  expect(await unreadOf(ida)).toBe(1)
  await changeAccountType(world.ctx, null, ida.id, 'customer')
  expect(await unreadOf(ida)).toBe(0)
})

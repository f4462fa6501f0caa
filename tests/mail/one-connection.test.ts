import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { createSmtpSender } from '#platform/mail/smtp.ts'

test('a server that takes one connection at a time gets all mails at the first try, one by one', async () => {
  const taken: string[] = []
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    maxClients: 1,
    onData(stream, { envelope }, done) {
      stream.resume().on('end', () => {
        taken.push(...envelope.rcptTo.map(({ address }) => address))
        done()
      })
    },
  })
  // Of those that it sends away.
  server.on('error', () => {})
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const sender = createSmtpSender(`smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`)
  onTestFinished(() => {
    sender.close()
    server.close()
  })
  const addresses = Array.from({ length: 20 }, (_, n) => `guest${n}@example.com`)
  const mail = { subject: 'News', text: 'News', html: '<p>News', messageId: '<1@desk.example>', urgent: false }
  await Promise.all(addresses.map((to) => sender.send({ ...mail, to }, { name: 'Desk', address: 'desk@example.com' })))
  expect(taken.sort()).toEqual(addresses.sort())
})

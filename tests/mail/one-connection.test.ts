import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { createSmtpSender } from '#platform/mail/smtp.ts'

const mail = { subject: 'News', text: 'News', html: '<p>News', messageId: '<1@desk.example>' }
const from = { name: 'Desk', address: 'desk@example.com' }

/** A server that accepts one connection at a time, and the recipients whose mails it has accepted. */
async function narrowServer() {
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
  // Errors of the connections that it refuses.
  server.on('error', () => {})
  const listener = server.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const sender = createSmtpSender(`smtp://127.0.0.1:${(listener.address() as AddressInfo).port}`)
  onTestFinished(() => {
    sender.close()
    server.close()
  })
  const send = (to: string, urgent = false) => sender.send({ ...mail, to, urgent }, from, async () => true)
  return { taken, send }
}

const addresses = Array.from({ length: 20 }, (_, n) => `guest${n}@example.com`)

test('a server that takes one connection at a time gets all mails at the first try, one by one', async () => {
  const { taken, send } = await narrowServer()
  await Promise.all(addresses.map((to) => send(to)))
  expect(taken.sort()).toEqual(addresses.sort())
})

test('such a server gets an urgent mail before all that wait', async () => {
  const { taken, send } = await narrowServer()
  await send('first@example.com')
  const news = Promise.all(addresses.map((to) => send(to)))
  await send('reset@example.com', true)
  expect(taken.length).toBeLessThan(8)
  await news
  expect(taken).toHaveLength(22)
})

test('such a server gets a mail through the connection that is still open from the one before', async () => {
  const { taken, send } = await narrowServer()
  await send('reset@example.com', true)
  await send('guest@example.com')
  await send('reset@example.com', true)
  expect(taken).toEqual(['reset@example.com', 'guest@example.com', 'reset@example.com'])
})

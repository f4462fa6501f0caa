import type { Page } from 'playwright-core'
import { hour } from '../support/clock.ts'
import { join, type Member, ticketOf } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { refused, type Situation, unfold } from './whole-pages.ts'

const guests = (): Situation[] => [
  { name: 'the start page', who: null, path: '/' },
  { name: 'logging in', who: null, path: '/login' },
  { name: 'a wrong login', who: null, path: '/login', act: refused({ login: 'x', password: 'y' }, 'Log in') },
  {
    name: 'registering',
    who: null,
    path: '/register',
    act: (page) => page.getByLabel('Password', { exact: true }).fill('abc'),
  },
  {
    name: 'a wrong registration',
    who: null,
    path: '/register',
    act: refused({ username: 'not a name!', email: 'kim', password: 'abc' }, 'Create account'),
  },
  { name: 'being offline', who: null, path: '/offline' },
  { name: 'the reference', who: null, path: '/api/docs', act: unfold },
  { name: 'setting up', who: null, path: '/setup?code=abc' },
  {
    name: 'a wrong set-up',
    who: null,
    path: '/setup',
    act: refused({ code: 'abc', username: '!' }, 'Create the admin account'),
  },
  { name: 'nothing there', who: null, path: '/nothing', status: 404 },
]

/** Every page of the desk: as a guest, a customer and an assistant, empty and full, with and without errors. */
export async function situations(world: World): Promise<Situation[]> {
  const [nobody, kim, lou] = [await join(world, 'newcomer'), await join(world, 'kim'), await join(world, 'lou')]
  const [idle, anna, bea] = [
    await join(world, 'idle', 'assistant'),
    await join(world, 'anna', 'assistant'),
    await join(world, 'bea', 'assistant'),
  ]
  const emptyDesk = [
    { name: 'an empty home', who: nobody, path: '/home' },
    { name: 'an empty list', who: nobody, path: '/tickets?queue=closed' },
    { name: 'a desk where nobody waits', who: idle, path: '/tickets?queue=mine' },
  ]
  const { open, closed, edited } = await fill(world, kim, anna)
  await anna.api.post(`/tickets/${edited}/participants`, { who: 'lou' }).expect(200)
  const error = { message: '!nonsense' }
  return [
    ...guests(),
    ...emptyDesk,
    { name: 'a customer’s home', who: kim, path: '/home' },
    { name: 'a customer’s list', who: kim, path: '/tickets' },
    { name: 'a new ticket', who: kim, path: '/tickets/new' },
    {
      name: 'a refused ticket',
      who: kim,
      path: '/tickets/new',
      act: refused({ title: 'x', message: 'y' }, 'Send'),
    },
    {
      name: 'a ticket with news',
      who: kim,
      path: `/tickets/${edited}`,
      before: () => answer(anna, edited),
      act: unfold,
    },
    { name: 'a ticket that one takes part in', who: lou, path: `/tickets/${edited}`, act: unfold },
    { name: 'a refused answer', who: kim, path: `/tickets/${open}`, act: refused(error, 'Send') },
    { name: 'a closed ticket', who: kim, path: `/tickets/${closed}` },
    { name: 'earlier versions', who: kim, path: `/tickets/${edited}/edits` },
    { name: 'editing', who: kim, path: `/tickets/${open}/edit` },
    { name: 'a refused edit', who: kim, path: `/tickets/${open}/edit`, act: refused({ title: 'x' }, 'Save changes') },
    { name: 'the profile', who: kim, path: '/profile' },
    { name: 'a refused name', who: kim, path: '/profile', act: refused({ display_name: '' }, 'Save name and picture') },
    { name: 'a refused email', who: kim, path: '/profile', act: refused({ email: 'x' }, 'Change email') },
    { name: 'a refused password', who: kim, path: '/profile', act: refused({ new_password: 'x' }, 'Change password') },
    { name: 'logging out', who: kim, path: '/logout' },
    { name: 'another person', who: kim, path: `/accounts/${anna.id}` },
    { name: 'somebody else’s ticket', who: nobody, path: `/tickets/${open}`, status: 404 },
    { name: 'an assistant’s home', who: anna, path: '/home' },
    { name: 'the queue', who: anna, path: '/tickets?queue=unclaimed' },
    { name: 'the second page of a long list', who: anna, path: '/tickets?queue=open&limit=5', act: nextPage },
    { name: 'an unclaimed ticket', who: anna, path: `/tickets/${open}` },
    { name: 'the commands', who: anna, path: `/tickets/${open}`, act: typeCommand },
    { name: 'a colleague’s ticket', who: bea, path: `/tickets/${edited}` },
    { name: 'help with the keys', who: anna, path: '/home', act: (page) => page.keyboard.press('?') },
    { name: 'a ticket for a customer who calls', who: anna, path: '/tickets/for-customer' },
    {
      name: 'a refused ticket for a customer',
      who: anna,
      path: '/tickets/for-customer',
      act: refused({ customer: 'bea', title: 'x', message: 'y' }, 'Open the ticket'),
    },
    {
      name: 'a ticket for a customer that names a colleague',
      who: anna,
      path: '/tickets/for-customer',
      act: refused({ customer: 'kim', title: 'A lost umbrella', message: '@bea has it' }, 'Open the ticket'),
    },
    { name: 'a customer as staff see them', who: anna, path: `/accounts/${kim.id}` },
    { name: 'a page for customers', who: anna, path: '/tickets/new', status: 403 },
  ]
}

const nextPage = async (page: Page) => {
  await page.getByRole('link', { name: 'More' }).click()
  await page.getByRole('link', { name: 'To the start' }).waitFor()
}

const typeCommand = async (page: Page) => {
  await page.getByLabel('Your message').pressSequentially('!')
  await page.getByRole('listbox').waitFor()
}

const long = 'Donaudampfschifffahrtsgesellschaftskapitänsmütze-and-not-a-space'
const rich = `# Heading\n\n* one\n* two\n\n> quoted\n\n\`code\` and [a link](https://example.org/${'a'.repeat(120)})\n\n    code`

const answer = (one: Member, id: number) => one.api.post(`/tickets/${id}/messages`, { message: rich }).expect(201)

/** Tickets of every kind and age, more than fit on one page, with long texts. */
async function fill(world: World, kim: Member, anna: Member) {
  for (let count = 0; count < 12; count++) await ticketOf(world, kim, `Question number ${count}`)
  const [open, closed, edited] = [
    await ticketOf(world, kim, long),
    await ticketOf(world, kim),
    await ticketOf(world, kim),
  ]
  for (const id of [closed, edited, open - 1])
    await anna.api.post(`/tickets/${id}/claim`, { expected_assistant_id: null }).expect(200)
  await anna.api.post(`/tickets/${closed}/closure`).expect(200)
  for (const one of [anna, kim, anna]) await answer(one, edited)
  await kim.api.patch(`/tickets/${edited}`, { title: 'A title that came later', message: rich }).expect(200)
  world.clock.advance(60 * hour)
  return { open, closed, edited }
}

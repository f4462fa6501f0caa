import { renderTemplate } from '#platform/pages/render.ts'

/** Both bodies of a mail: `views/mail/<name>.text.ejs`, and `<name>.html.ejs` inside the layout of mails. */
export function mailBodies(name: string, model: object): { text: string; html: string } {
  const text = renderTemplate(`mail/${name}.text`, model)
  const html = renderTemplate('mail/layout', { ...model, body: renderTemplate(`mail/${name}.html`, model) })
  return { text: `${text.trim()}\n`, html }
}

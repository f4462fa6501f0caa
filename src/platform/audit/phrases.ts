import type { Context } from '#context'

type Features = Pick<Context, 'features'>

/** Actions stored by another version of the program are shown by their stored name. */
const phraseOf = ({ features }: Features, action: string) =>
  features.actions.textOf(action)?.phrase ?? action.replaceAll('_', ' ')

/** "claimed the ticket" */
export const actionText = (ctx: Features, action: string) => phraseOf(ctx, action).replace(/[{}]/g, '')

/** "claimed ", "ticket #7", "" */
export function actionParts(
  ctx: Features,
  action: string,
  thing: string,
): [before: string, thing: string, after: string] {
  if (!thing) return [actionText(ctx, action), '', '']
  const [before = '', after] = phraseOf(ctx, action).split(/\{.*\}/)
  return after === undefined ? [`${before} · `, thing, ''] : [before, thing, after]
}

/** "ticket", "internal note" */
export const thingText = ({ features }: Features, action: string, entity: string) =>
  features.actions.textOf(action)?.thing ?? entity

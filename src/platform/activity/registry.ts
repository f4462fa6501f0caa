/** The texts of an action, looked up by its stored name; all actions of one name share them. */
export interface ActionText {
  /** Continues a sentence that begins with the actor's name; the braces are replaced by a link to the entity. */
  phrase: string
  /** What the log calls the entity if the entity's type says too little: "internal note". */
  thing?: string
  /** What a notification says after the actor's name, in place of its kind's sentence. */
  sentence?: string
  /** The whole sentence of a notification without an actor, in place of its kind's. */
  byClock?: string
  /** The icon of the notification, in place of its kind's. */
  icon?: string
}

export interface NamedAction extends ActionText {
  /** The name in the audit log and in notifications. */
  name: string
  /** Names under which earlier versions stored it. */
  formerly?: readonly string[]
  line?: {
    /** The name stored in the conversation; if left out, the action's name. */
    name?: string
    /** Follows the author's name; the braces are replaced by the name of the account that it is about. */
    text: string
  }
}

/** The actions of all features. */
export interface Actions {
  /** Undefined for a name that this version does not know. */
  textOf(name: string): ActionText | undefined
  /** Undefined for a System line that this version does not know. */
  lineTextOf(name: string): string | undefined
}

/**
 * @param activities the features' `activity.ts` modules; their other exports are ignored
 * @throws when two actions with the same name have different texts
 */
export function collectActions(activities: object[]): Actions {
  const texts = new Map<string, ActionText>()
  const lines = new Map<string, string>()
  for (const action of activities.flatMap((activity) => Object.values(activity)).filter(isAction)) {
    const { name, formerly = [], phrase, thing, sentence, byClock, icon, line } = action
    for (const stored of [name, ...formerly]) {
      const notified = { ...(sentence && { sentence }), ...(byClock && { byClock }), ...(icon && { icon }) }
      const text = { phrase, ...(thing && { thing }), ...notified }
      refuseOther(stored, texts.get(stored), text)
      texts.set(stored, text)
    }
    if (!line) continue
    refuseOther(line.name ?? name, lines.get(line.name ?? name), line.text)
    lines.set(line.name ?? name, line.text)
  }
  return { textOf: (name) => texts.get(name), lineTextOf: (name) => lines.get(name) }
}

const isAction = (value: unknown): value is NamedAction =>
  typeof value === 'object' && value !== null && 'name' in value && 'phrase' in value

function refuseOther(name: string, known: unknown, text: unknown): void {
  if (known === undefined || JSON.stringify(known) === JSON.stringify(text)) return
  throw new Error(`Two actions are stored as "${name}" and read differently.`)
}

/** How an action reads, found again by the name that was stored. It holds for all actions of one name. */
export interface ActionText {
  /** As a sentence goes on after who did it; a link to what it was done to takes the place of the braces. */
  phrase: string
  /** What the log calls the entity, where its own name says too little: "internal note". */
  thing?: string
  /** What a notification says after who did it, where its kind's own sentence says too little. */
  sentence?: string
  /** What it says where nobody is named, in place of its kind's. */
  byClock?: string
  /** Shown beside that notification in place of its kind's. */
  icon?: string
}

export interface NamedAction extends ActionText {
  /** As the audit log and notifications store it. */
  name: string
  /** How earlier versions stored it. */
  formerly?: readonly string[]
  line?: {
    /** As the conversation stores it; the action's name when left out. */
    name?: string
    /** After the author's name; the name of whom it is about takes the place of the braces. */
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
 * @param activities the features' `activity.ts`, as modules; whatever else they export is passed over
 * @throws when two actions are stored by one name and read differently
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

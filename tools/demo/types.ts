export type DemoPerson = {
  username: string
  display_name: string
  email: string
  account_type: 'customer' | 'assistant' | 'admin'
  profile_icon: 'blue' | 'green' | 'purple' | 'red' | 'amber' | 'teal' | 'pink' | 'slate'
}

export type DemoStep = {
  /** Hours since the step before; the opening message has 0. */
  after_hours: number
  by: string
  do: 'message' | 'claim' | 'release' | 'close' | 'reopen'
  /** For a message only. */
  text?: string
}

export type DemoThread = {
  title: string
  customer: string
  opened_hours_ago: number
  steps: DemoStep[]
}

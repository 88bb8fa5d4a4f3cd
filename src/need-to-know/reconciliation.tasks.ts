import type { TaskKind } from '#tasks'

// Whoever is told may not see the other record, so nothing here says that there is one.
const why = 'The reconciliation desk sees across walls, and tells each side by telephone what it may know'

/** What those who answer for a record are told when the desk found it to be of one person with another, or took that back. */
export const reconciliationTasks: readonly TaskKind[] = [
  {
    kind: 'reconciliation.same',
    what: () => 'The reconciliation desk has something to settle with you about this record. It will ring',
    why,
    byHand: null,
    link: ({ nominal }) => ({ text: 'See the record', href: `/nominals/${nominal}` }),
  },
  {
    kind: 'reconciliation.taken-back',
    what: () => 'The reconciliation desk takes back what it told you about this record. It will ring',
    why,
    byHand: 'seen',
    link: ({ nominal }) => ({ text: 'See the record', href: `/nominals/${nominal}` }),
  },
]

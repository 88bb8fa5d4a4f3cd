import type { TaskKind } from '#tasks'

const told = 'Whoever answers for a record is told at once when somebody comes upon it who may not read it'

/** What those who answer for a record are told: that somebody was shown whom to ring, or came upon a record of which they learned nothing. */
export const toldTasks: readonly TaskKind[] = [
  {
    kind: 'contact.shown',
    what: ({ words }) => `Shown as a contact: ${words} asked, and was given the duty desk and the safety instruction`,
    why: told,
    byHand: 'seen',
    link: null,
  },
  {
    kind: 'record.touched',
    what: ({ words }) => `Came upon, and shown nothing: ${words}`,
    why: told,
    byHand: 'seen',
    link: null,
  },
]

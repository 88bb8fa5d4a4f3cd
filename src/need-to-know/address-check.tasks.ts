import type { TaskKind } from '#tasks'

/** What those who answer for a record are told of checks of its addresses. */
export const addressCheckTasks: readonly TaskKind[] = [
  {
    kind: 'address.checked',
    what: ({ words }) => `A control room checked an address: ${words}`,
    why: 'Whoever answers for a record is told when somebody is about to attend an address of it, once an hour at most',
    byHand: 'seen',
    link: null,
  },
]

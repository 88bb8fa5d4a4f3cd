import type { TaskKind } from '#tasks'

/** What a partner is told. */
export const partnerTasks: readonly TaskKind[] = [
  {
    kind: 'partner.joined',
    what: () => 'You are a partner on this record: read it, and name who of yours works on it',
    why: 'A partner reads in full from the moment at which it joins, and until the end that was agreed',
    byHand: 'seen',
    link: ({ nominal }) => ({ text: 'The record', href: `/nominals/${nominal ?? ''}` }),
  },
]

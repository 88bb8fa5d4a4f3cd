import type { TaskKind } from '#tasks'

/** What a new record manager is told. */
export const managerTasks: readonly TaskKind[] = [
  {
    kind: 'manager.named',
    what: ({ recordedBy }) => `You manage this record now, named by ${recordedBy ?? 'Concord'}`,
    why: 'A record manager is told, and reads the record from that moment',
    byHand: 'seen',
    link: ({ nominal }) => ({ text: 'See the record', href: `/nominals/${nominal ?? ''}` }),
  },
]

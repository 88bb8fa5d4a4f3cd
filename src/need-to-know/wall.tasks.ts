import type { TaskKind } from '#tasks'

const walls = ({ nominal }: { readonly nominal: string | null }) => ({
  text: 'Who may see this record',
  href: `/nominals/${nominal ?? ''}/need-to-know`,
})

/** What those who answer for a record are told when somebody may no longer see it. */
export const wallTasks: readonly TaskKind[] = [
  {
    kind: 'exclusion.declared',
    what: ({ words }) => `Declared a connection, and is excluded: ${words}. What they held is with the supervisors`,
    why: 'Whoever is too near to a person does not see the record, and does not end that themself; responsibility passes on without a gap',
    byHand: 'seen',
    link: walls,
  },
  {
    kind: 'exclusion.passed-on',
    what: ({ words }) => `Excluded; name somebody else for what they held: ${words}`,
    why: 'Responsibility passes on without a gap: the unit’s supervisors answer until somebody is named',
    byHand: 'seen',
    link: walls,
  },
  {
    kind: 'restriction.widened',
    what: () => 'You are on the list of those who may see this record: nobody on it answered for it any more',
    why: 'A list does not leave a record in nobody’s hands: look whether it is still right, and set it anew',
    byHand: 'seen',
    link: walls,
  },
]

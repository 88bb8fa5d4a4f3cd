import type { TaskKind } from '#tasks'

const walls = ({ nominal }: { readonly nominal: string | null }) => ({
  text: 'Who may see this record',
  href: `/nominals/${nominal ?? ''}/need-to-know`,
})

/** Of a part, by its kind. */
const whose: Readonly<Record<string, string>> = {
  entry: 'an entry of this record',
  file: 'a file of this record',
}

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
    link: ({ nominal }) => ({ text: 'Name the record manager', href: `/nominals/${nominal ?? ''}/manager` }),
  },
  {
    kind: 'restriction.widened',
    what: ({ words }) =>
      `You are on the list of those who may see ${whose[words] ?? 'this record'}: nobody on it answered for the record any more`,
    why: 'A list does not leave a record in nobody’s hands: look whether it is still right, and set it anew',
    byHand: 'seen',
    link: walls,
  },
]

import { kindNamed } from '#nominals'
import type { Task, TaskKind } from '#tasks'

const link = ({ subject }: Task) => ({ text: 'See the seal', href: `/sealings/${subject}` })
const oneOf = (table: string): string => kindNamed(table)?.one ?? 'fact'

const outcomes: Readonly<Record<string, string>> = {
  confirmed: 'The destruction that you asked for is confirmed',
  refused: 'The destruction that you asked for is refused',
}

/** What the data-protection officer and whoever seals are told. */
export const sealingTasks: readonly TaskKind[] = [
  {
    kind: 'sealing.made',
    what: ({ words, recordedBy }) => `Sealed by ${recordedBy ?? 'Concord'}: ${oneOf(words)}`,
    why: 'The data-protection officer is told at once of what is taken out of a record',
    byHand: 'seen',
    link,
  },
  {
    kind: 'sealing.unsealed',
    what: ({ words }) => `Back on its record: ${oneOf(words)}, which you sealed`,
    why: 'Whoever sealed something is told when the seal is opened',
    byHand: 'seen',
    link,
  },
  {
    kind: 'destruction.asked',
    what: ({ words, recordedBy }) => `Destruction asked for by ${recordedBy ?? 'Concord'}: ${oneOf(words)}`,
    why: 'What is under seal is destroyed when another human being than the one who asked confirms it',
    byHand: null,
    link,
  },
  {
    kind: 'destruction.decided',
    what: ({ words }) => outcomes[words] ?? 'What you asked for is decided',
    why: 'Whoever asks for a destruction is told what was decided',
    byHand: 'seen',
    link,
  },
]

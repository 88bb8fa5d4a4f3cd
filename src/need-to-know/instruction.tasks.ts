import type { Task, TaskKind } from '#tasks'

const link = ({ nominal }: Task) => ({ text: 'Write it', href: `/nominals/${nominal}/safety-instruction` })
const why =
  'Every record has a safety instruction, which is reviewed by a day that is set with it (reference/emergency-policy.json)'

/** What those who answer for a record are told of its safety instruction; each is closed by writing it. */
export const instructionTasks: readonly TaskKind[] = [
  { kind: 'safety-instruction.review', what: () => 'Review of the safety instruction', why, byHand: null, link },
  {
    kind: 'safety-instruction.missing',
    what: () => 'Nobody has written a safety instruction',
    why,
    byHand: null,
    link,
  },
  {
    kind: 'safety-instruction.contradicted',
    what: () => 'A marker stands, so “no known danger” is not shown any more: say what officers must do first',
    why,
    byHand: null,
    link,
  },
]

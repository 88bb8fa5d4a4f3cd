import type { TaskKind } from '#tasks'

const rule =
  'Responsibility passes on the day that the law sets, whatever has been done by then (reference/handover-gates.json has the gates and the intervals)'
/** Whoever has handed over may know of the record as a contact alone: there is no page of its handover for them. */
const link: TaskKind['link'] = ({ nominal, access }) =>
  access === 'contact' ? null : { text: 'See the handover', href: `/nominals/${nominal}/handover` }

/** What a handover asks of both sides, and tells them. */
export const handoverTasks: readonly TaskKind[] = [
  {
    kind: 'handover.opened',
    what: () => 'A handover is to be prepared: see its gates',
    why: rule,
    byHand: 'seen',
    link,
  },
  {
    kind: 'handover.near',
    what: ({ words }) => `A handover is not ready, and its day is ${words} weeks away or less`,
    why: rule,
    byHand: null,
    link,
  },
  {
    kind: 'handover.passed',
    what: () => 'Responsibility has passed, with every gate met',
    why: rule,
    byHand: 'seen',
    link,
  },
  {
    kind: 'handover.incomplete',
    what: ({ words }) =>
      `Responsibility has passed by law with ${words === '1' ? '1 gate' : `${words} gates`} not met: the receiving unit owns what is missing`,
    why: rule,
    byHand: 'seen',
    link,
  },
  {
    kind: 'handover.stuck',
    what: () =>
      'The day of a handover has come and nobody is named who receives: name them now. Until then the unit that leads answers for the person',
    why: rule,
    byHand: null,
    link,
  },
]

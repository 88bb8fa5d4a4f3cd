import type { Task, TaskKind } from '#tasks'
import { useAddress } from './emergency.views.ts'

const notice = 'Whoever answers for a record and an auditor are told at once of each use of emergency access'
const link =
  (text: string) =>
  ({ subject }: Task) => ({ text, href: useAddress(subject ?? '') })

/** What comes of somebody opening a safety sheet. */
export const emergencyTasks: readonly TaskKind[] = [
  {
    kind: 'emergency-access.opened',
    what: ({ words }) => `Emergency access was used: ${words}`,
    why: notice,
    byHand: 'seen',
    link: link('See what it was for'),
  },
  {
    kind: 'emergency-access.told',
    what: ({ words }) => `Emergency access was used: ${words}`,
    why: notice,
    byHand: 'seen',
    link: link('See what it was for'),
  },
  {
    kind: 'emergency-access.review',
    what: ({ words }) => `Review a use of emergency access by ${words}`,
    why: 'Each use is reviewed afterwards by somebody who is never in its user’s own line',
    byHand: null,
    link: link('Review it'),
  },
]

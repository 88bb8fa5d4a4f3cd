import { dayInWords } from '#platform'
import type { TaskKind } from '#tasks'
import { policySource, responsibilityPolicy } from './policy.ts'

const since = (words: string): string =>
  words === 'never' ? 'It was never tested' : `Last answered on ${dayInWords(Temporal.PlainDate.from(words))}`

/** What a duty desk asks of the supervisors of its unit. */
export const deskTasks: readonly TaskKind[] = [
  {
    kind: 'desk.test-due',
    what: ({ words }) => `Ring your duty desk, and say whether it was answered. ${since(words)}`,
    why: `A number on which others rely is tested every ${responsibilityPolicy.deskTestDays} days (${policySource})`,
    byHand: null,
    link: ({ subject }) => ({ text: 'The desk', href: `/desks/${subject ?? ''}` }),
  },
]

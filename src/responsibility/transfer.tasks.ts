import type { TaskKind } from '#tasks'

const rule =
  'Responsibility passes when the receiving unit accepts, and never before: a request that nobody answers lapses, and the unit that asked answers for the person still'

const answers: Readonly<Record<string, string>> = { accepted: 'was accepted', rejected: 'was rejected' }
const requestIn = (words: string): string => words.split(' ').at(-1) ?? ''
const link = ({ words }: { readonly words: string }) => ({
  text: 'See the request',
  href: `/transfers/${requestIn(words)}`,
})

/** What a transfer asks of those it concerns, and tells them. */
export const transferTasks: readonly TaskKind[] = [
  {
    kind: 'transfer.waits',
    what: () => 'You are asked to take over responsibility: accept, or reject with a reason',
    why: rule,
    byHand: null,
    link,
  },
  {
    kind: 'transfer.answered',
    what: ({ words }) => `The transfer that you asked for ${answers[words.split(' ')[0] ?? ''] ?? 'was answered'}`,
    why: rule,
    byHand: 'seen',
    link,
  },
  {
    kind: 'transfer.lapsed',
    what: () => 'A transfer lapsed without an answer: responsibility has not passed. Speak to the other unit',
    why: rule,
    byHand: 'seen',
    link,
  },
]

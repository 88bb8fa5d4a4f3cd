import type { Task, TaskKind } from '#tasks'
import type { NoticeId } from '#nominals'
import { noticeAddress } from './notice.views.ts'

const every = 'A safety notice is reviewed every 28 days (reference/need-to-know-policy.json)'
const link =
  (text: string) =>
  ({ subject }: Task) => ({ text, href: noticeAddress((subject ?? '') as NoticeId) })

/** What comes of safety notices for those who answer for the records behind them. */
export const noticeTasks: readonly TaskKind[] = [
  {
    kind: 'safety-notice.shown',
    what: ({ words }) => `A safety notice was shown to ${words}`,
    why: 'Whoever answers for a record is told of each showing of its notices, once an hour for the same officer',
    byHand: 'seen',
    link: link('See the notice'),
  },
  {
    kind: 'safety-notice.review',
    what: ({ words }) => `Review ${words}`,
    why: every,
    byHand: null,
    link: link('Review it'),
  },
  {
    kind: 'safety-notice.ending',
    what: ({ words }) => `The last day of ${words} is near: write another if it is still needed`,
    why: 'A safety notice ends on the day that was set',
    byHand: 'seen',
    link: link('See the notice'),
  },
  {
    kind: 'safety-notice.overdue',
    what: ({ words }) => `Not reviewed in time: ${words}. It is shown still`,
    why: `${every}; one that nobody reviewed is shown for some days more, and its region lead is told`,
    byHand: null,
    link: link('Review it'),
  },
  {
    kind: 'safety-notice.last-days',
    what: ({ words }) => `Not reviewed: ${words} stops being shown`,
    why: 'A safety notice that nobody reviews ends some days after its review was due',
    byHand: null,
    link: link('Review it'),
  },
  {
    kind: 'safety-notice.ended',
    what: ({ words }) => `Shown to nobody any more: ${words}`,
    why: 'Whoever answers for a record is told when one of its notices has ended',
    byHand: 'seen',
    link: link('See the notice'),
  },
]

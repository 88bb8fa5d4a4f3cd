import type { HomeDueRow } from '#access'
import { frameAddresses, type PageView } from '#platform'
import type { DueOfSomebody, DuePart, Scope } from './work.facts.ts'
import { dueRow } from './work.views.ts'

/** Everything that is due on the records one answers for, a page at a time. */
export type DuePageView = PageView & {
  readonly back: string
  readonly count: string
  readonly rows: readonly HomeDueRow[]
  readonly more: { readonly text: string; readonly href: string } | null
  readonly empty: string
}

declare module 'fastify' {
  interface PageViews {
    'nominals/due-page': DuePageView
  }
}

export const duePageView = (
  {
    of,
    part,
    rows,
    total,
    next,
    first,
  }: {
    readonly of: Scope
    readonly part: DuePart
    readonly rows: readonly DueOfSomebody[]
    readonly total: number
    readonly next: string | null
    readonly first: boolean
  },
  today: Temporal.PlainDate,
): DuePageView => {
  const waiting = part === 'waiting'
  return {
    title: waiting ? 'Waiting for me' : of === 'unit' ? 'Due in your unit' : 'Due',
    aboutPeople: rows.length > 0,
    back: frameAddresses.home,
    count: total === 0 ? '' : `${first ? '' : 'More of '}${total.toLocaleString('en-GB')}, the longest overdue first`,
    rows: rows.map(row => dueRow(row, today)),
    more:
      next === null
        ? null
        : {
            text: 'More',
            href: `/due?${new URLSearchParams({ ...(waiting ? { waiting: '1' } : {}), cursor: next }).toString()}`,
          },
    empty: waiting ? 'Nothing waits for you.' : 'Nothing is overdue or due in the next eight weeks.',
  }
}

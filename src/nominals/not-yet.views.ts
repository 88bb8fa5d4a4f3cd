import type { NominalId, PageView } from '#platform'
import { notYetInWords } from './not-yet.ts'

/** The page of a record on a day before it began. */
export type NotYetView = PageView & {
  readonly words: string
  readonly back: string
  readonly history: string
}

declare module 'fastify' {
  interface PageViews {
    'nominals/not-yet': NotYetView
  }
}

export const notYetView = (nominal: NominalId, on: Temporal.PlainDate, began: Temporal.Instant): NotYetView => ({
  title: 'The record had not begun',
  aboutPeople: true,
  words: notYetInWords(on, began),
  back: `/nominals/${nominal}`,
  history: `/nominals/${nominal}/history`,
})

import { dayInWords } from '#platform'
import { deskOf, type DeskView } from './headline.views.ts'
import type { NoticePlace, ShownNotice } from './shown-notice.ts'

/** A notice, ready to print. */
export type NoticeView = {
  readonly words: string
  readonly quote: string
  readonly desk: DeskView
  readonly confirmed: string
}

const applies: Readonly<Record<NoticePlace, string>> = {
  here: '',
  'another flat': 'For another flat of this building: ',
  building: 'For this building: ',
  person: '',
  record: '',
}

export const noticeView = ({ place, words, confirmedOn, quote, desk, telephone }: ShownNotice): NoticeView => ({
  words: `${applies[place]}${words}`,
  quote,
  desk: deskOf({ dutyDesk: desk, dutyTelephone: telephone }),
  confirmed: `Last confirmed on ${dayInWords(confirmedOn)}.`,
})

/** The same as lines of a panel. */
export const noticeInLines = (notice: ShownNotice): readonly string[] => {
  const { words, quote, desk, confirmed } = noticeView(notice)
  return [
    words,
    `Ring ${desk.name}${desk.telephone.number ? `, ${desk.telephone.number},` : ''} and quote ${quote}. ${confirmed}`,
  ]
}

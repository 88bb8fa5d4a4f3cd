import type { NoticeId, ShownNotice } from '#nominals'
import type { Actor, NominalId } from '#platform'
import type { SafetyNotice } from '../../../src/need-to-know/notice.ts'
import { blankNotice, noticeBoard, noticesOfView, standingView } from '../../../src/need-to-know/notice.views.ts'

const today = Temporal.PlainDate.from('2026-11-25')
const at = Temporal.Instant.from('2026-11-20T10:15:00Z')

/** As it is put before somebody. */
export const shownNotice: ShownNotice = {
  notice: '51' as NoticeId,
  hidden: '41' as NominalId,
  place: 'here',
  words: 'Do not visit alone; a large dog is kept loose at the back',
  confirmedOn: today,
  quote: 'K7QM-3XWD',
  desk: 'Police duty desk, West Midlands',
  telephone: '01632 960101',
}

const notice: SafetyNotice = {
  id: '51' as NoticeId,
  nominal: '41' as NominalId,
  name: 'Silvester Pennyfold',
  quote: 'K7QM-3XWD',
  words: shownNotice.words,
  everybody: false,
  readers: ['West Mercia Police', 'Probation Service: Telford'],
  address: '12 Thimble Lane, TF3 4NA',
  person: 'Silvester Pennyfold',
  born: Temporal.PlainDate.from('1984-02-29'),
  other: { nominal: '42' as NominalId, quote: '4KDX-22HA' },
  elsewhere: true,
  writtenAt: at,
  writtenBy: 'DI Ruth Amblecote',
  until: Temporal.PlainDate.from('2027-02-01'),
  reviewedOn: Temporal.PlainDate.from('2026-11-20'),
  reviewOn: Temporal.PlainDate.from('2026-12-18'),
  shownUntil: Temporal.PlainDate.from('2027-01-01'),
  ended: null,
  mine: true,
  showings: 1,
}
const overdue = { ...notice, everybody: true, readers: [], reviewOn: Temporal.PlainDate.from('2026-11-22') }
const ended = { ...notice, ended: { at, by: 'DI Ruth Amblecote', kind: 'withdrawn', words: 'The dog is gone' } }
const looked = {
  came: 'open' as const,
  actor: { role: 'supervisor' } as Actor,
  reviews: [{ at, by: 'DI Ruth Amblecote', reviewOn: notice.reviewOn, words: 'Asked the manager: it is still so' }],
  showings: [
    { at, who: 'PC Dawn Ellery', agency: 'West Mercia Police', unit: 'Public Protection Unit', how: 'search' },
  ],
  refusals: [],
}
const none = { supervised: false, notices: [], refusals: [], written: null }

export const noticeSamples = {
  'notices-none': noticesOfView(notice.nominal, notice.name, none, blankNotice(today), today),
  notices: noticesOfView(
    notice.nominal,
    notice.name,
    { ...none, supervised: true, notices: [notice, overdue, ended] },
    blankNotice(today),
    today,
  ),
  'notices-refused': noticesOfView(
    notice.nominal,
    notice.name,
    {
      ...none,
      supervised: true,
      refusals: [{ field: 'words', text: 'Say what to do or to look out for, in a sentence of its own' }],
    },
    { ...blankNotice(today), who: 'named', named: ['West Mercia Police'] },
    today,
  ),
  'notices-standing': standingView([notice, overdue], today),
  'notice-to-review': noticeBoard({ ...looked, notice: overdue }, {}, today),
  'notice-refused': noticeBoard(
    { ...looked, notice, refusals: [{ field: 'why', text: 'Say why it is withdrawn' }] },
    { why: '' },
    today,
  ),
  'notice-withdrawn': noticeBoard({ ...looked, notice: ended, reviews: [], showings: [] }, {}, today),
}

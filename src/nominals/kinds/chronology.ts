import { z } from 'zod'
import { momentInWords } from '#platform'
import { readMomentTyped } from '../as-typed.ts'
import { endOfDay } from '../chronology-question.ts'
import { entryKindCalled, entryKindInWords } from '../entry-kinds.ts'
import {
  capitalised,
  inWordsOf,
  joined,
  textOf,
  type Completed,
  type FactKind,
  type FactValues,
  type Given,
  type ShownFact,
  type Whole,
} from '../fact-kind.ts'
import { gradingIn, gradingInWords, offeredScheme } from '../grading.ts'
import { caveatInWords, caveatsIn } from '../marking.ts'
import { asks, entryFields, heldWords } from './entry-form.ts'
import { entryRefusals } from './entry-refusals.ts'
import { natures } from './person.ts'

/** What an entry's kind makes of its other columns. */
const columnsOf = (values: FactValues): Readonly<Record<string, FactValues>> => ({
  plain: {},
  intelligence: { grading_scheme: offeredScheme.code },
  'held-elsewhere': {
    words: heldWords,
    type: 'fact',
    marking: 'OFFICIAL-SENSITIVE',
    held_telephone: values['heldTelephone'] ?? '',
  },
})

const complete = (values: FactValues, _today: Temporal.PlainDate, whole: Whole): Completed => {
  const kind = entryKindCalled(values['kind'])
  const grading = kind?.form === 'intelligence' ? gradingIn({ ...values, gradingScheme: offeredScheme.code }) : null
  return {
    columns: { kind_words: kind?.words ?? '', ...columnsOf(values)[kind?.form ?? 'plain'] },
    refusals: entryRefusals(values, whole, { kind, grading }),
  }
}

/** Where the person is after it is the next thing to record, with the day already in the form. */
const next = (sent: Given, today: Temporal.PlainDate): Readonly<Record<string, string>> | null => {
  const after = entryKindCalled(sent['kind'])
  if (!after || after.whereabouts === null) return null
  const read = readMomentTyped(typeof sent['happenedAt'] === 'string' ? sent['happenedAt'] : '', endOfDay(today))
  const day = 'at' in read ? read.at.toZonedDateTimeISO('Europe/London').toPlainDate().toString() : ''
  return { after: after.code, day }
}

const shows = (fact: ShownFact) => {
  const [nature, grading] = [textOf(fact, 'type'), gradingIn(fact)]
  const isView = nature === 'opinion' || nature === 'assessment'
  const whom = joined(', ', textOf(fact, 'heldElsewhere'), textOf(fact, 'heldTelephone'))
  return {
    label: textOf(fact, 'kindWords') || entryKindInWords(textOf(fact, 'kind')),
    // An opinion is never read without that word, wherever its words are shown.
    value: `${isView ? `${capitalised(nature)}: ` : ''}${textOf(fact, 'words')}${whom && ` Ask ${whom}.`}`,
    details: [
      textOf(fact, 'happenedAt') && momentInWords(Temporal.Instant.from(textOf(fact, 'happenedAt'))),
      joined(', ', inWordsOf(natures, nature), textOf(fact, 'author')),
      grading && gradingInWords(grading),
      joined(' · ', textOf(fact, 'marking'), ...caveatsIn(fact).map(caveatInWords)),
    ],
  }
}

const entry: FactKind = {
  kind: 'entry',
  table: 'entry',
  section: 'entries',
  place: 'chronology',
  one: 'entry',
  many: 'entries',
  help: asks({}, true).help,
  dated: false,
  fields: entryFields,
  // What somebody who knows the kind would choose; the stricter marking, because a slip there is no harm.
  starts: ({ kind: code }) => ({ marking: 'OFFICIAL-SENSITIVE', type: entryKindCalled(code)?.type ?? '' }),
  asks,
  complete,
  next,
  also: { kindWords: z.string(), author: z.string(), gradingScheme: z.string().nullable() },
  shows,
}

/** What happened. */
export const chronologyKinds = [entry]

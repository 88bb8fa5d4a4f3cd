import { z } from 'zod'
import { SafetyNoticeShown } from './shown-notice.answer.ts'
import { ContactHitAnswer, RecordStatus } from './record.answer.ts'

/** Somebody found, at *full* or *summary*: the allow-list of what a search tells of them. */
export const Hit = z
  .strictObject({
    id: z.uuid(),
    access: z.enum(['full', 'summary']),
    name: z.string(),
    matchedName: z
      .string()
      .nullable()
      .meta({ description: 'The alias that matched, where it was not the name itself.' }),
    bornOn: z.iso.date().nullable().meta({ description: 'At full.' }),
    birthYears: z.array(z.int()),
    isExact: z.boolean().meta({
      description:
        'Whether every word of the name that was asked stands in theirs; false: it sounds or is written like it.',
    }),
    birthDiffers: z.boolean().meta({
      description:
        'A date of birth was asked with the name, and theirs is another or is not known: such hits come behind all others.',
    }),
    identifier: z
      .strictObject({ kind: z.string(), value: z.string() })
      .nullable()
      .meta({ description: 'The number or address that matched, at full.' }),
    agency: z.string(),
    unit: z.string(),
    recordManager: z.string().nullable().meta({ description: 'At full.' }),
    status: RecordStatus,
    statusPlace: z.string().nullable(),
    markersInWords: z.array(z.string()),
    why: z.array(z.string()).meta({ description: 'Why it was found, in words.' }),
  })
  .meta({ id: 'Hit', description: 'Somebody found, at full or summary.' })

export const SearchAnswer = z
  .strictObject({
    hits: z.array(Hit).meta({ description: 'Best first.' }),
    contacts: z
      .array(ContactHitAnswer)
      .meta({ description: 'For a valid number, or a full name with the full date of birth. On the first page.' }),
    notices: z.array(SafetyNoticeShown).meta({ description: 'Safety notices that are for you, here.' }),
    leftOut: z.enum(['facts', 'name']).nullable().meta({
      description:
        'What of the question nobody fits together with the rest, so that it was left out: the numbers and addresses, or the name.',
    }),
    next: z.string().nullable().meta({ description: 'The cursor of the next page; null: there is none.' }),
  })
  .meta({ id: 'SearchAnswer' })

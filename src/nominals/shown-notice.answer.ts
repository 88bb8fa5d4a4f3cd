import { z } from 'zod'
import type { ShownNotice } from './shown-notice.ts'

/** A safety notice as a program is shown it: the allow-list. */
export const SafetyNoticeShown = z
  .strictObject({
    words: z.string(),
    place: z.enum(['here', 'another flat', 'building', 'person', 'record']).meta({
      description:
        'The address itself, another flat of the building, the building of a flat, the person, or the record.',
    }),
    confirmedOn: z.iso.date().meta({ description: 'When somebody last confirmed it.' }),
    desk: z.string(),
    telephone: z.string(),
    quote: z.string().meta({ description: 'What to quote to the desk.' }),
  })
  .meta({
    id: 'SafetyNoticeShown',
    description:
      'Words for those who visit or attend, and whom to ring first. It tells nothing of what lies behind it.',
  })

export const noticeAnswer = ({
  words,
  place,
  confirmedOn,
  desk,
  telephone,
  quote,
}: ShownNotice): z.input<typeof SafetyNoticeShown> => ({
  words,
  place,
  confirmedOn: confirmedOn.toString(),
  desk,
  telephone,
  quote,
})

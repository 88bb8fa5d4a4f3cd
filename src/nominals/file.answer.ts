import { z } from 'zod'
import type { FileFact } from './file.facts.ts'
import { fileLimits, fileTypesInWords } from './file-kind.ts'
import { caveats, markings } from './marking.ts'

/** What leaves the system of a file: the allow-list. Its key and where it lies are not in it. */
export const FileAnswer = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(['photograph', 'document']),
    takenOn: z.iso.date().nullable().meta({ description: 'Of a photograph; null: nobody knows.' }),
    description: z.string(),
    marking: z.string().meta({ description: 'OFFICIAL or OFFICIAL-SENSITIVE; nothing above is held here.' }),
    caveats: z
      .array(z.string())
      .meta({ description: 'Codes of reference/markings.json. They go with the file wherever it goes.' }),
    name: z.string(),
    mediaType: z.string().meta({ description: 'Of what is kept.' }),
    size: z.int().meta({ description: 'Bytes of what is kept.' }),
    sha256: z.string().meta({ description: 'Of what is kept, in hexadecimal.' }),
    givenType: z.string().meta({ description: 'Of what was sent, found from its content.' }),
    givenSize: z.int(),
    givenSha256: z.string().meta({ description: 'Of what was sent, in hexadecimal.' }),
    rewritten: z
      .boolean()
      .meta({ description: 'What is kept was made anew from what was sent: a picture without anything else in it.' }),
    small: z.boolean().meta({ description: 'There is a small size of it.' }),
    recordedAt: z.iso.datetime({ offset: true }),
    recordedBy: z.string(),
    agency: z.string(),
    sourceKind: z.enum(['extract', 'officer', 'partner']),
    source: z.string(),
  })
  .meta({ id: 'File', description: 'A photograph or document about a nominal.' })

export const FilesAnswer = z
  .strictObject({
    files: z.array(FileAnswer).meta({ description: 'Photographs first, the latest before; at most 100.' }),
    total: z.int(),
  })
  .meta({ id: 'Files' })

export const FileAdded = z
  .strictObject({ id: z.uuid() })
  .meta({ id: 'FileAdded', description: 'The file that was added.' })

/** The form that adds a file, as a program sends it. */
export const FileSent = z
  .object({
    file: z.string().meta({
      format: 'binary',
      description: `One file: ${fileTypesInWords}, up to ${fileLimits.megabytes} MB. Its type is found from its content; a picture is made anew without anything hidden in it.`,
    }),
    kind: z.enum(['photograph', 'document']),
    takenOn: z.string().optional().meta({ description: 'Of a photograph: the day on which it was taken.' }),
    takenUnknown: z.literal('yes').optional().meta({ description: 'Of a photograph, instead: nobody knows the day.' }),
    description: z.string().max(fileLimits.descriptionLength),
    marking: z.enum(markings.map(({ code }) => code)),
    caveats: z
      .array(z.string())
      .optional()
      .meta({ description: `Any of ${caveats.map(({ code }) => code).join(', ')}; the field once for each.` }),
  })
  .meta({ id: 'FileSent' })

/** A file as programs are answered. */
export const answerOfFile = ({ withdrawnSince: _withdrawnSince, ...file }: FileFact): z.input<typeof FileAnswer> => ({
  ...file,
  caveats: [...file.caveats],
})

import { decide, type Actor, type AgencyId, type Decision, type Id, type Refusal } from '#platform'
import { whyNotToChange } from './fact-rights.ts'
import type { FileId } from './file.ts'
import { markedTooHigh, tooHighInWords } from './marked-too-high.ts'
import { markings } from './marking.ts'

export type AttachmentId = Id<'attachment'>

/** Files that one entry carries at most. The database holds the same. */
export const mostAttachments = 20
/** Characters of a reason. The database holds the same. */
const longestReason = 500

/** A file that an entry carries. `name` and `description` are empty of a file that was withdrawn, but for a day on which it was not yet. Moments ISO with a zone. */
export type Attachment = {
  readonly id: AttachmentId
  readonly file: FileId
  readonly name: string
  readonly description: string
  readonly kind: 'photograph' | 'document'
  readonly marking: string
  readonly caveats: readonly string[]
  readonly withdrawn: boolean
  readonly attachedAt: string
  readonly by: string
  readonly agency: string
}

/** The entry that is to carry a file, as it stands. */
export type Carrier = { readonly agency: AgencyId; readonly isHeldElsewhere: boolean; readonly carries: number }

/**
 * Whether an entry takes a file. Refuses, each reason at once: somebody who is neither of the entry's agency nor of the lead agency; an entry that
 * points to what is held elsewhere; a twenty-first file. The database repeats it: attachment_is_in_order().
 */
export const attachFile = (
  actor: Pick<Actor, 'agency'>,
  { agency, isHeldElsewhere, carries }: Carrier,
  lead: AgencyId | null,
): Decision<null> =>
  decide<null>(
    [
      whyNotToChange(actor, { agency, lead }) ?? false,
      isHeldElsewhere && {
        field: 'file',
        text: 'What is held elsewhere has no file here: it would tell what it is about',
      },
      carries >= mostAttachments && { field: 'file', text: `An entry carries ${mostAttachments} files at most` },
    ],
    () => null,
  )

/**
 * Whether a file is taken off an entry, with the reason as it is kept. Refuses, each reason at once: somebody of another agency than the entry's, the
 * link's and the lead's; no reason, too long a one, one that is marked SECRET or above.
 */
export const takeFileOff = (
  actor: Pick<Actor, 'agency'>,
  of: { readonly agencies: readonly AgencyId[]; readonly lead: AgencyId | null },
  typed: string,
): Decision<string> => {
  const why = typed.trim()
  const marked = markedTooHigh(why)
  return decide(
    [
      !of.agencies.includes(actor.agency) &&
        (whyNotToChange(actor, { agency: of.agencies[0]!, lead: of.lead }) ?? false),
      why === '' && { field: 'why', text: 'Say why it does not belong to this entry' },
      why.length > longestReason && { field: 'why', text: `The reason must be ${longestReason} characters or fewer` },
      marked !== null && { field: 'why', text: tooHighInWords('The reason', marked) },
    ],
    () => why,
  )
}

/** Why an entry does not become a pointer to what is held elsewhere: it carries so many files. */
export const carriesFiles = (carries: number): Refusal => ({
  field: 'kind',
  text: `This entry carries ${carries === 1 ? 'a file' : `${carries} files`}, and what is held elsewhere has none here: take ${carries === 1 ? 'it' : 'them'} off first, and withdraw what should not be in Concord at all`,
})

const rankOf = (marking: string): number => {
  const place = markings.findIndex(({ code }) => code === marking)
  return place < 0 ? markings.length : place
}

/** Whether a file must be handled more carefully than the entry that carries it. */
export const isMarkedHigher = (file: { readonly marking: string }, entry: { readonly marking: string }): boolean =>
  rankOf(file.marking) > rankOf(entry.marking)

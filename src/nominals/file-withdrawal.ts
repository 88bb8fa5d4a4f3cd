import { decide, type Actor, type AgencyId, type Decision } from '#platform'
import { whyNotToChange } from './fact-rights.ts'
import { markedTooHigh, tooHighInWords } from './marked-too-high.ts'

/** Characters of a reason. The database holds the same. */
const longestReason = 500

/**
 * Whether a file is withdrawn, with the reason as it is kept. Refuses, each reason at once: somebody who is neither of the agency that added it nor of the
 * lead agency; no reason, too long a one, one that is marked SECRET or above.
 */
export const withdrawFile = (
  actor: Pick<Actor, 'agency'>,
  of: { readonly agency: AgencyId; readonly lead: AgencyId | null },
  typed: string,
): Decision<string> => {
  const why = typed.trim()
  const marked = markedTooHigh(why)
  return decide(
    [
      whyNotToChange(actor, of) ?? false,
      why === '' && { field: 'why', text: 'Say why it should not be there' },
      why.length > longestReason && { field: 'why', text: `The reason must be ${longestReason} characters or fewer` },
      marked !== null && { field: 'why', text: tooHighInWords('The reason', marked) },
    ],
    () => why,
  )
}

import type { Refusal } from '#platform'
import type { Candidates } from './candidates.facts.ts'

/** What whoever makes a record says of those whom they were shown. `checked`: ids and quotes; null: they were shown nobody yet. */
export type Answered = { readonly checked: readonly string[] | null; readonly somebodyElse: string }

/** Longer than anybody's reason. */
const longestReason = 500

/** What a candidate is called in an answer: the id of a record that is open or summary, else what is to be quoted. */
export const candidateNames = ({ hits, contacts }: Pick<Candidates, 'hits' | 'contacts'>): readonly string[] => [
  ...hits.map(({ id }) => id),
  ...contacts.map(({ quote }) => quote),
]

/**
 * Whether there is somebody among the candidates of whom nothing has been said yet: they must be looked at first. A reason without a list
 * answers for everybody.
 */
export const areUnanswered = (candidates: Candidates, { checked, somebodyElse }: Answered): boolean => {
  const names = candidateNames(candidates)
  if (checked === null) return somebodyElse === '' && names.length > 0
  return names.some(name => !checked.includes(name))
}

/**
 * Why the answer is not enough. Whoever shares a valid number, or was told to ring a desk, is likely to be the same person: that it is
 * somebody else needs a reason. `sharing`: the candidates found by a valid number.
 */
export const whyNotSomebodyElse = (
  { contacts }: Candidates,
  sharing: Candidates,
  { somebodyElse }: Answered,
): readonly Refusal[] => {
  const field = 'somebodyElse'
  if (somebodyElse.length > longestReason)
    return [{ field, text: `The reason must be ${longestReason} characters or fewer` }]
  if (somebodyElse !== '') return []
  if (sharing.hits.length > 0) return [{ field, text: 'Say why it is somebody else although a number is the same' }]
  return contacts.length > 0 ? [{ field, text: 'Say what the desk told you, and why it is somebody else' }] : []
}

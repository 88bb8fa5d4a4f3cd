/** One reason why not, worded for the person who reads it. `field`: the form field to put right (its name in the form and in JSON). */
export type Refusal = { readonly field: string; readonly text: string }

/** What a rule answers: the outcome, or every reason against it at once. */
export type Decision<Outcome> =
  | { readonly agreed: true; readonly outcome: Outcome }
  | { readonly agreed: false; readonly refusals: readonly Refusal[] }

/**
 * Agrees when no refusal stands. A rule lists its reasons as `condition && { field, text }`, so that a person is told all of
 * them and not the first. `outcome` is called only when agreed.
 */
export const decide = <Outcome>(
  reasons: readonly (Refusal | false | undefined)[],
  outcome: () => Outcome,
): Decision<Outcome> => {
  const refusals = reasons.filter(reason => typeof reason === 'object')
  return refusals.length > 0 ? { agreed: false, refusals } : { agreed: true, outcome: outcome() }
}

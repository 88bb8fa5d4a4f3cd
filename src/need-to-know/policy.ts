import policy from '../../reference/emergency-policy.json' with { type: 'json' }

/** The times that an authority sets for emergency access, requests and notices (`reference/emergency-policy.json`, with its version). */
export const emergencyPolicy: Omit<typeof policy, 'rows'> = policy

/** For what the safety sheet may be opened in an emergency. */
export const emergencyReasons: readonly { readonly code: string; readonly words: string }[] = policy.rows
export const emergencyReasonInWords = (code: string): string =>
  emergencyReasons.find(each => each.code === code)?.words ?? code

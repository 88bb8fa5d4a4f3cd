import policy from '../../reference/responsibility-policy.json' with { type: 'json' }

/** The intervals that an authority sets for who answers for what (`reference/responsibility-policy.json`). */
export const responsibilityPolicy: {
  readonly transferUrgentHours: number
  readonly transferWorkingDays: number
  readonly deskTestDays: number
  readonly longestCoverDays: number
  readonly trainingExtensionDays: number
} = policy

/** Where the intervals stand, for the words of a date that follows from one. */
export const policySource = `reference/responsibility-policy.json of ${policy.version}`

import policies from '../../reference/policies.json' with { type: 'json' }

/** An interval that an authority sets (`reference/policies.json`). `placeholder`: why nobody has confirmed it; null: it is confirmed. */
export type Policy = {
  readonly code: PolicyCode
  readonly words: string
  readonly months: number
  readonly source: string
  readonly version: string
  readonly placeholder: string | null
}
export type PolicyCode = 'under-18-review' | 'pdp-review' | 'marker-review'

type Row = {
  readonly code: string
  readonly words: string
  readonly months: number
  readonly source: string
  readonly placeholder?: boolean
  readonly why?: string
}

/** The policy of a code, with the version of the file. */
export const policyOf = (code: PolicyCode): Policy => {
  const row = (policies.rows as readonly Row[]).find(each => each.code === code)
  if (!row) throw new Error(`reference/policies.json has no row ${code}`)
  const { words, months, source, placeholder = false, why = 'Not confirmed.' } = row
  return { code, words, months, source, version: policies.version, placeholder: placeholder ? why : null }
}

/** The last day, as 2026-11-23, on which a review may be set by this policy. */
export const latestReview = (code: PolicyCode, today: Temporal.PlainDate): string =>
  today.add({ months: policyOf(code).months }).toString()

/** "3 months", "a year". */
export const monthsInWords = (code: PolicyCode): string => {
  const { months } = policyOf(code)
  return months === 12 ? 'a year' : months === 1 ? 'a month' : `${months} months`
}

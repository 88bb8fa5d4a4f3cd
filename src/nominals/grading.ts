import list from '../../reference/grading-schemes.json' with { type: 'json' }

/** A way of grading intelligence (`reference/grading-schemes.json`). Grades are in order, the best first. */
export type GradingScheme = {
  readonly code: string
  readonly offered: boolean
  readonly source: readonly Grade[]
  readonly information: readonly Grade[]
  readonly handling: readonly (Grade & { readonly conditions: boolean })[] // whether it asks for conditions in words
}
type Grade = { readonly code: string; readonly words: string }

/** How a piece of intelligence is graded: letters, and the scheme to which they belong. `conditions`: in words; empty: none. */
export type Grading = {
  readonly scheme: string
  readonly source: string
  readonly information: string
  readonly handling: string
  readonly conditions: string
}

/** Every scheme that is read. */
export const gradingSchemes: readonly GradingScheme[] = list.schemes.map(
  ({ code, offered, source, information, handling }) => ({
    code,
    offered,
    source,
    information,
    handling: handling.map(each => ({
      code: each.code,
      words: each.words,
      conditions: 'conditions' in each && each.conditions,
    })),
  }),
)

/** The scheme in which new intelligence is graded. */
export const offeredScheme: GradingScheme = gradingSchemes.find(({ offered }) => offered)!

/** Why the words of the grades are not to be relied on yet; null: somebody has confirmed them. */
export const gradesUnconfirmed: string | null = list.placeholder ? list.why : null

/** Whether a handling code asks for conditions in words. */
export const asksForConditions = (handling: unknown): boolean =>
  offeredScheme.handling.some(({ code, conditions }) => code === handling && conditions)

/** "Graded 3x5x2: source 2 (untested), information B (…), handling C (…): not outside probation". A scheme that is in no list: its letters alone. */
export const gradingInWords = ({ scheme, source, information, handling, conditions }: Grading): string => {
  const known = gradingSchemes.find(({ code }) => code === scheme)
  const graded = (what: string, code: string, grades: readonly Grade[] = []) => {
    const words = grades.find(grade => grade.code === code)?.words
    return `${what} ${code}${words ? ` (${words.charAt(0).toLowerCase()}${words.slice(1)})` : ''}`
  }
  return [
    `Graded ${scheme}: ${graded('source', source, known?.source)}`,
    graded('information', information, known?.information),
    `${graded('handling', handling, known?.handling)}${conditions === '' ? '' : `: ${conditions}`}`,
  ].join(', ')
}

/**
 * What a new grading of the same intelligence makes better or easier than it was, each in a few words; nothing when it does not. Such a
 * change says why (governance requirement 54: nothing raises a grade by itself). The database repeats it: entry_is_not_upgraded_silently().
 */
export const easedBy = (before: Grading | null, after: Grading | null): readonly string[] => {
  if (!before) return []
  if (!after) return ['its grade is dropped']
  if (before.scheme !== after.scheme) return [`it is graded anew, by ${after.scheme} where it was ${before.scheme}`]
  const scheme = gradingSchemes.find(({ code }) => code === after.scheme)
  const place = (grades: readonly Grade[] | undefined, code: string) =>
    grades?.findIndex(grade => grade.code === code) ?? 0
  return [
    ...(place(scheme?.source, after.source) < place(scheme?.source, before.source)
      ? ['its source is graded higher']
      : []),
    ...(place(scheme?.information, after.information) < place(scheme?.information, before.information)
      ? ['its information is graded higher']
      : []),
    ...(before.conditions !== '' && after.conditions === '' ? ['its conditions are dropped'] : []),
  ]
}

/** The grading in a fact's JSON or in what was sent; null: it is not graded. */
export const gradingIn = (fact: Readonly<Record<string, unknown>>): Grading | null => {
  const text = (name: string): string => (typeof fact[name] === 'string' ? fact[name] : '')
  return text('gradingScheme') === ''
    ? null
    : {
        scheme: text('gradingScheme'),
        source: text('sourceGrade'),
        information: text('informationGrade'),
        handling: text('handlingCode'),
        conditions: text('handlingConditions'),
      }
}

import type { Refusal } from '#platform'
import { namesPreventReferral, preventInWords } from '#reference'
import type { EntryKind } from '../entry-kinds.ts'
import type { FactValues, Whole } from '../fact-kind.ts'
import { caveatsIn, droppedCaveats } from '../marking.ts'
import { asksForConditions, easedBy, gradingIn, type Grading } from '../grading.ts'
import { markedTooHigh, tooHighInWords } from '../marked-too-high.ts'
import { sourceNamedIn } from '../source-named.ts'
import { askedIn, gradeFields, heldFields, heldWords } from './entry-form.ts'

/**
 * What is wrong with an entry as a whole, beside its fields one by one. `kind`: undefined when none was chosen. `grading`: what it is to
 * be. Pure; every reason at once.
 */
export const entryRefusals = (
  values: FactValues,
  whole: Whole,
  { kind, grading }: { readonly kind: EntryKind | undefined; readonly grading: Grading | null },
): readonly Refusal[] => [
  ...(kind ? [...notAsked(kind, whole), ...gradedUp(whole, grading)] : []),
  ...(asksForConditions(values['handlingCode']) && !values['handlingConditions']
    ? [{ field: 'handlingConditions', text: 'Say the conditions in words: C is of no use without them' }]
    : []),
  ...loosened(values, whole),
  ...markedInside(whole),
  ...readAgain(whole, kind),
]

const gradedUp = (whole: Whole, grading: Grading | null): readonly Refusal[] => {
  const eased = easedBy(whole.before && gradingIn(whole.before), grading)
  return eased.length > 0 && given(whole, 'why') === ''
    ? [{ field: 'why', text: `Say why ${eased.join(', and ')}: nothing is graded up in silence` }]
    : []
}

/** A caveat that is taken away loosens how it is handled, as a better grade does. The database repeats it: caveat_is_not_dropped_silently(). */
const loosened = (values: FactValues, whole: Whole): readonly Refusal[] => {
  const dropped = droppedCaveats(whole.before ? caveatsIn(whole.before) : [], caveatsIn(values))
  return dropped.length > 0 && given(whole, 'why') === ''
    ? [{ field: 'why', text: `Say why “${dropped.join('”, “')}” no longer holds` }]
    : []
}

/** Names under which a text may be sent that is kept with an entry. */
const texts = ['words', 'handlingConditions', 'heldElsewhere', 'heldTelephone', 'source', 'why'] as const
const called: Readonly<Record<(typeof texts)[number], string>> = {
  words: '“In words”',
  handlingConditions: '“Conditions of handling”',
  heldElsewhere: '“Whom to ask”',
  heldTelephone: '“Their telephone number”',
  source: '“Where you have it from”',
  why: '“Why it is corrected”',
}
const given = ({ given: sent }: Whole, name: string): string =>
  typeof sent[name] === 'string' ? sent[name].trim() : ''

/** What belongs to another form is not passed over: whoever sent it would think that it was kept. */
const notAsked = ({ words, form }: EntryKind, whole: Whole): readonly Refusal[] => {
  const asked = askedIn(form)
  const besides = [...gradeFields, ...heldFields].filter(({ name }) => !asked.has(name) && given(whole, name) !== '')
  const ownWords = !asked.has('words') && !['', heldWords].includes(given(whole, 'words'))
  return [
    ...(besides.length > 0
      ? [
          {
            field: 'kind',
            text: `${words} takes no “${besides.map(({ label }) => label).join('”, “')}”: choose another kind, or send it again without`,
          },
        ]
      : []),
    ...(ownWords
      ? [{ field: 'kind', text: `${words} has no words of its own: say nothing of what is held, only whom to ask` }]
      : []),
  ]
}

/** Texts beside the fields that are read one by one. */
const markedInside = (whole: Whole): readonly Refusal[] =>
  texts
    .filter(name => name !== 'words' && name !== 'handlingConditions')
    .flatMap(name => {
      const found = markedTooHigh(given(whole, name))
      return found ? [{ field: name, text: tooHighInWords(called[name], found) }] : []
    })

/** Asked once: whoever has read it again says so with `readAgain`, and it is accepted. */
const readAgain = (whole: Whole, kind: EntryKind | undefined): readonly Refusal[] =>
  whole.given['readAgain'] === true || given(whole, 'readAgain') === 'yes'
    ? []
    : [...namesOfSources(whole), ...namesPrevent(whole, kind)]

/**
 * A referral to Prevent is refused as a referral (prevent.ts). In any other entry it may be a plain fact of the case that somebody else made
 * one, so whoever writes it is told the same, once, and may say that it is that (docs/decisions/prevent.md).
 */
const namesPrevent = (whole: Whole, kind: EntryKind | undefined): readonly Refusal[] =>
  kind?.code !== 'REFERRAL' && namesPreventReferral(given(whole, 'words'))
    ? [
        {
          field: 'readAgain',
          text: `${preventInWords}. If it is a plain fact of this case that somebody else made one, say that you have read it again`,
        },
      ]
    : []

const namesOfSources = (whole: Whole): readonly Refusal[] => {
  const found = texts.flatMap(name => {
    const naming = sourceNamedIn(given(whole, name))
    return naming === null ? [] : [`${called[name]} has “${naming}”`]
  })
  return found.length === 0
    ? []
    : [
        {
          field: 'readAgain',
          text: `Read it again: ${found.join(', ')}, and who a source is must not stand here. Reword it, or say that it tells nobody who the source is`,
        },
      ]
}

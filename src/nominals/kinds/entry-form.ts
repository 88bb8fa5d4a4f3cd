import { entryKindCalled, entryKinds, entryKindsOf, type EntryForm } from '../entry-kinds.ts'
import { choicesOf, type Asks, type Choice, type Field, type Given } from '../fact-kind.ts'
import { gradesUnconfirmed, offeredScheme } from '../grading.ts'
import { caveats, mostCaveats } from '../marking.ts'
import { natures } from './person.ts'

/** Longer than any note on record; what is longer is a document and goes into a file. */
const longestEntry = 20_000

/** All that is said of what is held elsewhere; the database holds the same words (schema/0016), so that nothing else gets in. */
export const heldWords = 'More is held elsewhere, at a higher classification.'

const choiceOf = ({ code, words, type }: (typeof entryKinds)[number]): Choice => ({ code, words, choosing: type })
const gradesOf = (grades: readonly Choice[]): readonly Choice[] =>
  grades.map(({ code, words }) => ({ code, words: `${code}: ${words}` }))
const unconfirmed = gradesUnconfirmed === null ? '' : ' The words of the grades are still to be confirmed'

const kind: Field = {
  name: 'kind',
  column: 'kind',
  label: 'Kind of entry',
  as: 'choice',
  required: 'Choose the kind of entry',
  choices: entryKinds.map(choiceOf),
}
const happenedAt: Field = {
  name: 'happenedAt',
  column: 'happened_at',
  label: 'When it happened',
  as: 'moment',
  required: 'Enter when it happened',
  past: true,
  hint: 'For example 23 11 2026 at 18:40, yesterday 1840hrs, noon, or now; a time alone is today’s, a day alone is midday',
}
const type: Field = {
  name: 'type',
  column: 'type',
  label: 'What the words are',
  as: 'choice',
  required: 'Choose fact, reported, opinion or assessment',
  choices: natures,
  always: true,
}
const words: Field = {
  name: 'words',
  column: 'words',
  label: 'In words',
  as: 'text',
  longest: longestEntry,
  required: 'Say what happened',
}
const marking: Field = {
  name: 'marking',
  column: 'marking',
  label: 'Marking',
  as: 'choice',
  required: 'Choose the marking',
  choices: choicesOf(['OFFICIAL', 'OFFICIAL'], ['OFFICIAL-SENSITIVE', 'OFFICIAL-SENSITIVE']),
}
/** What else holds for whoever handles it. */
export const caveatField: Field = {
  name: 'caveats',
  column: 'caveats',
  label: 'Handling caveats',
  hint: 'Choose each that holds. Whatever is made of this entry bears them too',
  as: 'codes',
  most: mostCaveats,
  choices: caveats,
}
/** What grades intelligence. */
export const gradeFields: readonly Field[] = [
  {
    name: 'sourceGrade',
    column: 'source_grade',
    label: 'How reliable the source is',
    hint: `Graded ${offeredScheme.code}.${unconfirmed}`,
    as: 'choice',
    choices: gradesOf(offeredScheme.source),
  },
  {
    name: 'informationGrade',
    column: 'information_grade',
    label: 'How the source knows it',
    as: 'choice',
    choices: gradesOf(offeredScheme.information),
  },
  {
    name: 'handlingCode',
    column: 'handling_code',
    label: 'Who else may have it',
    as: 'choice',
    choices: gradesOf(offeredScheme.handling),
  },
  {
    name: 'handlingConditions',
    column: 'handling_conditions',
    label: 'Conditions of handling',
    hint: 'In words, for whoever passes it on. Needed with C',
    sometimes: true,
    as: 'text',
    longest: 500,
  },
]
const missingGrade: Readonly<Record<string, string>> = {
  sourceGrade: 'Grade how reliable the source is',
  informationGrade: 'Grade how the source knows it',
  handlingCode: 'Choose who else may have it',
}
/** Whom to ask for what is held elsewhere. */
export const heldFields: readonly Field[] = [
  {
    name: 'heldElsewhere',
    column: 'held_elsewhere',
    label: 'Whom to ask',
    hint: 'A desk or a post, and where it is. Nothing of what is held',
    as: 'line',
    longest: 200,
  },
  { name: 'heldTelephone', column: 'held_telephone', label: 'Their telephone number', as: 'line', longest: 40 },
]

/** The forms of an entry: what they ask for is one list of fields, of which each takes its own. */
const forms: Readonly<Record<EntryForm, (kinds: readonly Choice[]) => Omit<Asks, 'others'>>> = {
  plain: kinds => ({
    one: 'entry',
    help: 'What happened, in plain words. Never who a source is: there is no place for that here.',
    fields: [{ ...kind, choices: kinds }, happenedAt, type, words, marking, caveatField],
    source: {
      label: 'Where you have it from',
      hint: 'A document, a visit, a colleague. Your name, agency and the time are recorded by themselves',
    },
  }),
  intelligence: kinds => ({
    one: 'entry of intelligence',
    help: 'What was reported, so worded that nobody can tell who said it. There is no place here for who the source is: that stays where the report is held.',
    fields: [
      { ...kind, choices: kinds },
      { ...happenedAt, label: 'When it happened, or was reported' },
      type,
      { ...words, required: 'Say what was reported' },
      ...gradeFields.map(field =>
        field.name in missingGrade ? { ...field, required: missingGrade[field.name]! } : field,
      ),
      marking,
      caveatField,
    ],
    source: { label: 'Number of the report', hint: 'The reference under which it is held, and never a name' },
  }),
  'held-elsewhere': kinds => ({
    one: 'note that something is held elsewhere',
    help: `It will say “${heldWords}” and whom to ask: nothing of what is held, nor of what it is about.`,
    fields: [
      { ...kind, choices: kinds },
      { ...happenedAt, label: 'When you were told', required: 'Enter when you were told' },
      { ...heldFields[0]!, required: 'Enter whom to ask' },
      heldFields[1]!,
    ],
    source: null,
  }),
}
const otherForms: readonly { readonly form: EntryForm; readonly text: string; readonly query: string }[] = [
  { form: 'plain', text: 'Add an entry that is not graded', query: '' },
  { form: 'intelligence', text: 'Add intelligence, with its grade', query: 'kind=INTEL' },
  { form: 'held-elsewhere', text: 'Note that something is held elsewhere', query: 'kind=HELD-ELSEWHERE' },
]

/** The form that a kind of entry asks for. A correction may choose another kind; an entry that is being added stays in its form. */
export const asks = (given: Given, adding: boolean): Asks => {
  const form = formOf(given['kind'])
  const kinds = (adding ? entryKindsOf(form) : entryKinds).map(choiceOf)
  return {
    ...forms[form](kinds),
    others: adding ? otherForms.filter(other => other.form !== form) : [],
  }
}

/** The form that a kind of entry has; one that is in no list has the plain one. */
export const formOf = (code: unknown): EntryForm => entryKindCalled(code)?.form ?? 'plain'

/** The names of what a form asks for. */
export const askedIn = (form: EntryForm): ReadonlySet<string> => new Set(forms[form]([]).fields.map(({ name }) => name))

/** Every field of an entry. Which of them one needs is said by its form. */
export const entryFields: readonly Field[] = [
  kind,
  happenedAt,
  optional(type),
  optional(words),
  ...gradeFields,
  ...heldFields,
  optional(marking),
  caveatField,
]

function optional(field: Field): Field {
  const { required, ...rest } = field
  return required === undefined ? field : rest
}

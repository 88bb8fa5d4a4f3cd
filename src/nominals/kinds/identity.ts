import ethnicities from '../../../reference/ethnicities.json' with { type: 'json' }
import nameKinds from '../../../reference/name-kinds.json' with { type: 'json' }
import nationalities from '../../../reference/nationalities.json' with { type: 'json' }
import sexes from '../../../reference/sexes.json' with { type: 'json' }
import { z } from 'zod'
import { bornInWords } from '../birth.ts'
import { readDateOfBirth } from '../day.ts'
import { capitalised, choicesOf, dayIn, inWordsOf, joined, textOf, type FactKind } from '../fact-kind.ts'
import { identifierKindInWords, identifierKinds, readIdentifier, type IdentifierKind } from '../identifier.ts'
import { nameInWords } from '../name-in-words.ts'
import { birthDoubt, whyNoBirth } from '../partial-birth.ts'
import { nameKindInWords, nationalityInWords, sexInWords } from '../words.ts'

const codes = ({ rows }: { readonly rows: readonly { readonly code: string; readonly words: string }[] }) =>
  rows.map(({ code, words }) => ({ code, words }))

const name: FactKind = {
  kind: 'name',
  table: 'known_name',
  section: 'names',
  place: 'identity',
  one: 'name',
  many: 'names',
  help: 'Every name the person uses or has used, one at a time, as they or a document write it.',
  dated: true,
  fields: [
    {
      name: 'kind',
      column: 'kind',
      label: 'Kind of name',
      as: 'choice',
      required: 'Choose the kind of name',
      choices: [{ code: 'name', words: 'Name' }, ...codes(nameKinds).filter(({ code }) => code !== 'MAIN')],
    },
    { name: 'given', column: 'given', label: 'Forenames', as: 'line', longest: 100, letters: true, sometimes: true },
    {
      name: 'family',
      column: 'family',
      label: 'Surname',
      as: 'line',
      longest: 100,
      letters: true,
      sometimes: true,
      hint: 'Leave it empty for somebody with one name',
    },
    {
      name: 'script',
      column: 'script',
      label: 'Script',
      as: 'line',
      longest: 40,
      hint: 'If it is not written in Latin letters, for example Arabic or Cyrillic',
    },
  ],
  complete: ({ family, given }) => {
    const surname = String(family ?? '')
    const forenames = String(given ?? '')
    return surname === '' && forenames === ''
      ? { refusals: [{ field: 'given', text: 'Enter forenames, a surname, or both' }] }
      : { columns: { full_name: nameInWords({ surname, forenames }) } }
  },
  also: { fullName: z.string() },
  shows: fact => ({
    label: fact['kind'] === 'name' ? 'Name' : nameKindInWords(textOf(fact, 'kind')),
    value: textOf(fact, 'fullName'),
    details: [textOf(fact, 'script') && `In ${textOf(fact, 'script')} script`],
  }),
}

const birth: FactKind = {
  kind: 'birth',
  table: 'birth',
  section: 'births',
  place: 'identity',
  one: 'date or place of birth',
  many: 'dates and places of birth',
  help: '',
  dated: false,
  fields: [
    {
      name: 'kind',
      column: 'kind',
      label: 'Whose',
      as: 'choice',
      required: 'Choose whether it is the person’s own or came with an alias',
      choices: choicesOf(['main', 'The person’s own'], ['alias', 'Given with an alias']),
    },
    {
      name: 'asGiven',
      column: 'as_given',
      label: 'Date of birth',
      as: 'line',
      longest: 40,
      hint: 'For example 3 7 1982. Where only a part is known write that, for example July 1982',
    },
    { name: 'place', column: 'place', label: 'Place of birth', as: 'line', longest: 100, hint: 'Town and country' },
  ],
  complete: ({ asGiven, place }, today, { before }) => {
    const given = String(asGiven ?? '')
    if (given === '' && String(place ?? '') === '')
      return { refusals: [{ field: 'asGiven', text: 'Enter a date of birth, a place, or both' }] }
    const read = given === '' ? null : readDateOfBirth(given, today)
    // What a source wrote stands as it wrote it, while something else of it is put right.
    if (read && 'why' in read && given !== before?.['asGiven']) {
      const why = whyNoBirth(given, today)
      if (why !== null) return { refusals: [{ field: 'asGiven', text: why }] }
    }
    return {
      columns: { born_on: read && 'day' in read ? read.day.toString() : null, place: String(place ?? '') || null },
    }
  },
  also: { bornOn: z.iso.date().nullable(), place: z.string().nullable() },
  shows: (fact, today) => {
    const born = dayIn(fact, 'bornOn')
    const given = textOf(fact, 'asGiven')
    return {
      label:
        fact['kind'] === 'alias' ? 'Date of birth with an alias' : born || given ? 'Date of birth' : 'Place of birth',
      value: born ? bornInWords(born, today) : given || textOf(fact, 'place'),
      details: [(born || given) && textOf(fact, 'place') && `Born in ${textOf(fact, 'place')}`],
      caution: born || !given ? null : birthDoubt(given, today),
    }
  },
}

const sex: FactKind = {
  kind: 'sex',
  table: 'sex',
  section: 'sexes',
  place: 'identity',
  one: 'sex',
  many: 'statements of sex',
  help: '',
  dated: true,
  fields: [
    {
      name: 'code',
      column: 'code',
      label: 'Sex',
      as: 'choice',
      required: 'Choose what the source says',
      choices: codes(sexes),
    },
  ],
  shows: fact => ({ label: 'Sex', value: sexInWords(textOf(fact, 'code')) }),
}

const nationality: FactKind = {
  kind: 'nationality',
  table: 'nationality',
  section: 'nationalities',
  place: 'identity',
  one: 'nationality',
  many: 'nationalities',
  help: '',
  dated: true,
  fields: [
    {
      name: 'code',
      column: 'code',
      label: 'Nationality',
      as: 'choice',
      required: 'Choose the nationality',
      choices: codes(nationalities),
    },
  ],
  shows: fact => ({ label: 'Nationality', value: nationalityInWords(textOf(fact, 'code')) }),
}

const ethnicityCodes = codes(ethnicities)
const sayers = choicesOf(
  ['person', 'The person, of themselves'],
  ['officer', 'An officer, as they saw it'],
  ['source', 'Another source'],
)

const ethnicity: FactKind = {
  kind: 'ethnicity',
  table: 'ethnicity',
  section: 'ethnicities',
  place: 'identity',
  one: 'ethnicity',
  many: 'statements of ethnicity',
  help: 'In the 16+1 groups, with who said so. It says nothing about risk and is used for nothing but fairness and service.',
  dated: false,
  fields: [
    {
      name: 'code',
      column: 'code',
      label: 'Ethnicity',
      as: 'choice',
      required: 'Choose the group that was stated',
      choices: ethnicityCodes,
    },
    {
      name: 'saidBy',
      column: 'said_by',
      label: 'Who said so',
      as: 'choice',
      required: 'Choose who said so',
      choices: sayers,
    },
  ],
  shows: fact => ({
    label: 'Ethnicity',
    value: inWordsOf(ethnicityCodes, fact['code']),
    details: [`Said by: ${inWordsOf(sayers, fact['saidBy']).toLowerCase()}`],
  }),
}

const identifier: FactKind = {
  kind: 'identifier',
  table: 'identifier',
  section: 'identifiers',
  place: 'identity',
  one: 'number',
  many: 'numbers',
  help: 'Written in any form. One that is not valid is kept as given and marked.',
  dated: false,
  fields: [
    {
      name: 'kind',
      column: 'kind',
      label: 'Kind of number',
      as: 'choice',
      required: 'Choose the kind of number',
      choices: identifierKinds.map(code => ({ code, words: capitalised(identifierKindInWords(code)) })),
    },
    { name: 'asGiven', column: 'as_given', label: 'Number', as: 'line', longest: 60, required: 'Enter the number' },
  ],
  complete: ({ kind, asGiven }, today) => {
    if (typeof kind !== 'string' || typeof asGiven !== 'string') return {}
    const read = readIdentifier(kind as IdentifierKind, asGiven, today)
    return {
      columns: {
        canonical: read.canonical,
        valid: read.valid,
        why_invalid: read.why,
        key: read.valid ? null : read.key,
      },
    }
  },
  also: { canonical: z.string().nullable(), valid: z.boolean(), whyInvalid: z.string().nullable() },
  shows: fact => {
    const [given, canonical] = [textOf(fact, 'asGiven'), textOf(fact, 'canonical')]
    return {
      label: capitalised(identifierKindInWords(textOf(fact, 'kind') as IdentifierKind)),
      value: canonical || given,
      caution: fact['valid'] === true ? null : `Not valid (${textOf(fact, 'whyInvalid') || 'kept as given'})`,
    }
  },
}

const description: FactKind = {
  kind: 'description',
  table: 'description',
  section: 'descriptions',
  place: 'identity',
  one: 'description',
  many: 'descriptions',
  help: 'What somebody would look for in a crowd, as it was seen on a day.',
  dated: true,
  fields: [
    { name: 'heightCm', column: 'height_cm', label: 'Height in centimetres', as: 'number', least: 30, most: 260 },
    { name: 'build', column: 'build', label: 'Build', as: 'line', longest: 60 },
    { name: 'hair', column: 'hair', label: 'Hair', as: 'line', longest: 60 },
    { name: 'eyes', column: 'eyes', label: 'Eyes', as: 'line', longest: 60 },
    {
      name: 'words',
      column: 'words',
      label: 'Anything else',
      as: 'text',
      longest: 500,
      hint: 'Clothing, glasses, gait, voice',
    },
  ],
  complete: values =>
    Object.values(values).every(value => value === null || value === '')
      ? { refusals: [{ field: 'words', text: 'Describe something' }] }
      : {},
  shows: fact => ({
    label: 'Description',
    value: joined(
      '; ',
      typeof fact['heightCm'] === 'number' ? `${fact['heightCm']} cm` : '',
      textOf(fact, 'build'),
      textOf(fact, 'hair') && `hair ${textOf(fact, 'hair')}`,
      textOf(fact, 'eyes') && `eyes ${textOf(fact, 'eyes')}`,
      textOf(fact, 'words'),
    ),
  }),
}

const markKinds = choicesOf('tattoo', 'scar', 'birthmark', 'piercing', 'missing part', 'prosthesis', 'other')

const mark: FactKind = {
  kind: 'mark',
  table: 'mark',
  section: 'marks',
  place: 'identity',
  one: 'mark',
  many: 'marks',
  help: '',
  dated: true,
  fields: [
    {
      name: 'kind',
      column: 'kind',
      label: 'Kind of mark',
      as: 'choice',
      required: 'Choose the kind of mark',
      choices: markKinds,
    },
    { name: 'bodyPart', column: 'body_part', label: 'Where on the body', as: 'line', longest: 60 },
    {
      name: 'words',
      column: 'words',
      label: 'What it looks like',
      as: 'line',
      longest: 200,
      required: 'Describe the mark',
    },
  ],
  shows: fact => ({
    label: inWordsOf(markKinds, fact['kind']),
    value: joined(', ', textOf(fact, 'words'), textOf(fact, 'bodyPart')),
  }),
}

/** Who the person is. */
export const identityKinds = [name, birth, sex, nationality, ethnicity, identifier, description, mark]

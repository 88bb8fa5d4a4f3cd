import addressKinds from '../../../reference/address-kinds.json' with { type: 'json' }
import { z } from 'zod'
import { dayInWords, distanceInWords, parseId } from '#platform'
import { addressKey } from '../address-key.ts'
import { choicesOf, dayIn, inWordsOf, joined, textOf, type FactKind } from '../fact-kind.ts'
import { ownReference } from '../own-reference.ts'
import { readPostcode } from '../postcode.ts'
import { addressKindInWords } from '../words.ts'

const children = choicesOf(['yes', 'Yes'], ['no', 'No'], ['not known', 'Not known'])

const address: FactKind = {
  kind: 'address',
  table: 'address',
  section: 'addresses',
  place: 'places',
  one: 'address',
  many: 'addresses',
  help: 'The force of the postcode is told that the person lives or stays there.',
  dated: true,
  fields: [
    {
      name: 'kind',
      column: 'kind',
      label: 'Kind of address',
      as: 'choice',
      required: 'Choose the kind of address',
      choices: addressKinds.rows.map(({ code, words }) => ({ code, words })),
    },
    { name: 'flat', column: 'flat', label: 'Flat or room', as: 'line', longest: 40 },
    { name: 'line', column: 'line', label: 'Number and street', as: 'line', longest: 120 },
    { name: 'town', column: 'town', label: 'Town', as: 'line', longest: 80 },
    { name: 'postcode', column: 'postcode', label: 'Postcode', as: 'line', longest: 12 },
    {
      name: 'occupants',
      column: 'occupants',
      label: 'Who is there',
      as: 'text',
      longest: 500,
      hint: 'Who lives there or is likely to be met, and who owns the place',
    },
    {
      name: 'children',
      column: 'children',
      label: 'Children in the household',
      as: 'choice',
      required: 'Choose whether children live there',
      choices: children,
    },
  ],
  complete: ({ kind, flat, line, postcode }) => {
    const given = String(postcode ?? '')
    const read = given === '' ? null : readPostcode(given)
    const street = String(line ?? '')
    return {
      refusals: [
        ...(street === '' && given === '' && kind !== 'NFA'
          ? [{ field: 'line', text: 'Enter the number and street, or a postcode' }]
          : []),
        ...(given !== '' && !read
          ? [{ field: 'postcode', text: 'Enter a whole postcode, like TF3 4NA, or leave it empty' }]
          : []),
      ],
      columns: {
        postcode: read ?? null,
        address_key: addressKey({ flat: String(flat ?? ''), line: street, postcode: given }),
      },
    }
  },
  also: { postcode: z.string().nullable() },
  shows: fact => ({
    label: addressKindInWords(textOf(fact, 'kind')),
    // A postcode is read as one word, so its two halves stay on one line.
    value:
      joined(
        ' ',
        joined(', ', textOf(fact, 'flat'), textOf(fact, 'line'), textOf(fact, 'town')),
        textOf(fact, 'postcode').replace(' ', '\u00a0'),
      ) || 'No fixed address',
    details: [textOf(fact, 'occupants') && `There: ${textOf(fact, 'occupants')}`],
    caution: fact['children'] === 'yes' ? 'Children in the household' : null,
  }),
}

const telephoneKinds = choicesOf('mobile', 'home', 'work', ['device', 'Device without voice'], 'other')

/** A number with its country; nothing else of how it was written counts. Null: too short to be sought by. */
export const telephoneKey = (number: string): string | null => {
  const digits = number
    .replaceAll(/[^\d+]/g, '')
    .replace(/^00/, '+')
    .replace(/^\+44\(?0?/, '0')
    .replace(/^\+/, '')
  return digits.length >= 6 ? digits.replaceAll('+', '') : null
}

const telephone: FactKind = {
  kind: 'telephone',
  table: 'telephone',
  section: 'telephones',
  place: 'places',
  one: 'telephone number',
  many: 'telephone numbers',
  help: '',
  dated: true,
  fields: [
    {
      name: 'kind',
      column: 'kind',
      label: 'Kind',
      as: 'choice',
      required: 'Choose the kind of number',
      choices: telephoneKinds,
    },
    { name: 'number', column: 'number', label: 'Number', as: 'line', longest: 40, required: 'Enter the number' },
    { name: 'words', column: 'words', label: 'Whose, or what for', as: 'line', longest: 200 },
  ],
  complete: ({ number }) =>
    typeof number !== 'string'
      ? {}
      : /\d{3}/.test(number.replaceAll(/[\s()-]/g, ''))
        ? { columns: { key: telephoneKey(number) } }
        : { refusals: [{ field: 'number', text: 'Enter a telephone number' }] },
  shows: fact => ({
    label: `Telephone, ${inWordsOf(telephoneKinds, fact['kind']).toLowerCase()}`,
    value: textOf(fact, 'number'),
    details: [textOf(fact, 'words')],
  }),
}

/** As mail is delivered: the letters' case does not count. */
export const emailKey = (address: string): string => address.trim().toLowerCase()

const email: FactKind = {
  kind: 'email',
  table: 'email',
  section: 'emails',
  place: 'places',
  one: 'email address',
  many: 'email addresses',
  help: '',
  dated: true,
  fields: [
    {
      name: 'address',
      column: 'address',
      label: 'Email address',
      as: 'line',
      longest: 254,
      required: 'Enter the email address',
    },
    { name: 'words', column: 'words', label: 'What for', as: 'line', longest: 200 },
  ],
  complete: ({ address }) =>
    typeof address !== 'string'
      ? {}
      : /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(address)
        ? { columns: { key: emailKey(address) } }
        : { refusals: [{ field: 'address', text: 'Enter an email address, like name@example.org' }] },
  shows: fact => ({ label: 'Email', value: textOf(fact, 'address'), details: [textOf(fact, 'words')] }),
}

/** A name on a service, without the sign that services put before it. */
export const onlineNameKey = (name: string): string => name.trim().toLowerCase().replace(/^@+/, '')

const onlineName: FactKind = {
  kind: 'online-name',
  table: 'online_name',
  section: 'onlineNames',
  place: 'places',
  one: 'online name',
  many: 'online names',
  help: '',
  dated: true,
  fields: [
    { name: 'service', column: 'service', label: 'Service', as: 'line', longest: 80, required: 'Enter the service' },
    {
      name: 'name',
      column: 'name',
      label: 'Name or address there',
      as: 'line',
      longest: 200,
      required: 'Enter the name used there',
    },
    { name: 'words', column: 'words', label: 'Anything else', as: 'line', longest: 200 },
  ],
  complete: ({ name }) => (typeof name === 'string' ? { columns: { key: onlineNameKey(name) } } : {}),
  shows: fact => ({
    label: `Online, ${textOf(fact, 'service')}`,
    value: textOf(fact, 'name'),
    details: [textOf(fact, 'words')],
  }),
}

const rightsOfUse = choicesOf(
  'keeper',
  'owner',
  ['insured', 'Insured to drive it'],
  ['uses it', 'Uses it with leave'],
  ['seen in it', 'Was seen in it'],
)

/** Letters and digits only, as a plate is read aloud. */
export const vehicleKey = (registration: string): string => registration.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')

const vehicle: FactKind = {
  kind: 'vehicle',
  table: 'vehicle',
  section: 'vehicles',
  place: 'life',
  one: 'vehicle',
  many: 'vehicles',
  help: 'Any vehicle the person keeps, owns or has a right to use (Counter-Terrorism Act 2008, Part 4 as amended).',
  dated: true,
  fields: [
    {
      name: 'registration',
      column: 'registration',
      label: 'Registration',
      as: 'line',
      longest: 20,
      required: 'Enter the registration',
    },
    { name: 'makeAndModel', column: 'make_and_model', label: 'Make and model', as: 'line', longest: 80 },
    { name: 'colour', column: 'colour', label: 'Colour', as: 'line', longest: 40 },
    {
      name: 'rightOfUse',
      column: 'right_of_use',
      label: 'Right of use',
      as: 'choice',
      required: 'Choose the right of use',
      choices: rightsOfUse,
    },
  ],
  complete: ({ registration }) =>
    typeof registration !== 'string'
      ? {}
      : vehicleKey(registration).length >= 2
        ? { columns: { key: vehicleKey(registration) } }
        : { refusals: [{ field: 'registration', text: 'Enter the registration, with letters or digits' }] },
  shows: fact => ({
    label: 'Vehicle',
    value: joined(
      ', ',
      textOf(fact, 'registration').toUpperCase(),
      joined(' ', textOf(fact, 'colour'), textOf(fact, 'makeAndModel')),
    ),
    details: [inWordsOf(rightsOfUse, fact['rightOfUse'])],
  }),
}

const accountKinds = choicesOf(
  'bank account',
  'building society account',
  ['card', 'Credit or debit card'],
  'payment service',
  'crypto wallet',
  'other',
)

const account: FactKind = {
  kind: 'account',
  table: 'account',
  section: 'accounts',
  place: 'life',
  one: 'account',
  many: 'accounts',
  help: '',
  dated: true,
  fields: [
    {
      name: 'kind',
      column: 'kind',
      label: 'Kind of account',
      as: 'choice',
      required: 'Choose the kind of account',
      choices: accountKinds,
    },
    {
      name: 'institution',
      column: 'institution',
      label: 'Bank or service',
      as: 'line',
      longest: 100,
      required: 'Enter the bank or service',
    },
    { name: 'number', column: 'number', label: 'Sort code and number', as: 'line', longest: 100 },
    { name: 'holder', column: 'holder', label: 'In whose name', as: 'line', longest: 100 },
  ],
  shows: fact => ({
    label: inWordsOf(accountKinds, fact['kind']),
    value: joined(', ', textOf(fact, 'institution'), textOf(fact, 'number')),
    details: [textOf(fact, 'holder') && `In the name of ${textOf(fact, 'holder')}`],
  }),
}

const documentKinds = choicesOf(
  'passport',
  'driving licence',
  'identity card',
  'residence permit',
  'travel document',
  'other',
)

const identityDocument: FactKind = {
  kind: 'identity-document',
  table: 'identity_document',
  section: 'identityDocuments',
  place: 'life',
  one: 'identity document',
  many: 'identity documents',
  help: '',
  dated: false,
  fields: [
    {
      name: 'kind',
      column: 'kind',
      label: 'Kind of document',
      as: 'choice',
      required: 'Choose the kind of document',
      choices: documentKinds,
    },
    { name: 'number', column: 'number', label: 'Number', as: 'line', longest: 60, required: 'Enter the number' },
    { name: 'country', column: 'country', label: 'Issued by', as: 'line', longest: 60, hint: 'The country' },
    {
      name: 'inName',
      column: 'in_name',
      label: 'In whose name',
      as: 'line',
      longest: 100,
      hint: 'If it is not the name of this record',
    },
    { name: 'expiresOn', column: 'expires_on', label: 'Expires on', as: 'day' },
  ],
  shows: (fact, today) => {
    const expires = dayIn(fact, 'expiresOn')
    return {
      label: inWordsOf(documentKinds, fact['kind']),
      value: joined(', ', textOf(fact, 'number'), textOf(fact, 'country')),
      details: [
        textOf(fact, 'inName') && `In the name of ${textOf(fact, 'inName')}`,
        expires && `Expires ${dayInWords(expires)}, ${distanceInWords(expires, today)}`,
      ],
    }
  },
}

const employment: FactKind = {
  kind: 'employment',
  table: 'employment',
  section: 'employments',
  place: 'life',
  one: 'employment',
  many: 'employments',
  help: 'Paid or not. Say where it brings the person near children, vulnerable adults or a sensitive site.',
  dated: true,
  fields: [
    {
      name: 'employer',
      column: 'employer',
      label: 'Employer or organisation',
      as: 'line',
      longest: 120,
      required: 'Enter the employer',
    },
    { name: 'occupation', column: 'occupation', label: 'What they do', as: 'line', longest: 120 },
    { name: 'place', column: 'place', label: 'Where', as: 'line', longest: 200 },
    {
      name: 'words',
      column: 'words',
      label: 'Anything else',
      as: 'text',
      longest: 500,
      hint: 'Shifts, access, whether the employer knows',
    },
  ],
  shows: fact => ({
    label: 'Employment',
    value: joined(', ', textOf(fact, 'occupation'), textOf(fact, 'employer')),
    details: [textOf(fact, 'place'), textOf(fact, 'words')],
  }),
}

const education: FactKind = {
  kind: 'education',
  table: 'education',
  section: 'educations',
  place: 'life',
  one: 'education',
  many: 'education and training',
  help: '',
  dated: true,
  fields: [
    {
      name: 'provider',
      column: 'provider',
      label: 'School, college or provider',
      as: 'line',
      longest: 120,
      required: 'Enter the school, college or provider',
    },
    { name: 'course', column: 'course', label: 'Course', as: 'line', longest: 120 },
    { name: 'place', column: 'place', label: 'Where', as: 'line', longest: 200 },
    { name: 'words', column: 'words', label: 'Anything else', as: 'text', longest: 500 },
  ],
  shows: fact => ({
    label: 'Education',
    value: joined(', ', textOf(fact, 'course'), textOf(fact, 'provider')),
    details: [textOf(fact, 'place'), textOf(fact, 'words')],
  }),
}

const relations = choicesOf(
  'partner',
  'parent',
  'child',
  'brother or sister',
  'other relative',
  'friend',
  'associate',
  'co-defendant',
  'employer',
  'landlord',
  'lives with',
  'other',
)

export const noSuchRecord = 'That is not the address or the number of a record'

const associate: FactKind = {
  kind: 'associate',
  table: 'associate',
  section: 'associates',
  place: 'links',
  one: 'associate',
  many: 'associates',
  help: 'Somebody with a record here is named by its address or its number; it is shown to those only who may know of both. Anybody else is named in words. A link says nothing of guilt.',
  dated: true,
  fields: [
    {
      name: 'relation',
      column: 'relation',
      label: 'Relation',
      as: 'choice',
      required: 'Choose the relation',
      choices: relations,
    },
    {
      name: 'nominal',
      column: 'other_id',
      label: 'Their record',
      as: 'line',
      longest: 200,
      hint: 'If they have one: its number, like CN-26-000123, or its address from the browser',
    },
    {
      name: 'name',
      column: 'name',
      label: 'Their name',
      as: 'line',
      longest: 120,
      letters: true,
      hint: 'If they have no record',
    },
    { name: 'words', column: 'words', label: 'Anything else', as: 'text', longest: 500 },
  ],
  complete: ({ nominal, name }) => {
    const given = String(nominal ?? '')
    const id =
      given === ''
        ? undefined
        : parseId(
            given
              .replace(/[?#].*$/, '')
              .replace(/\/+$/, '')
              .split('/')
              .at(-1)!,
          )
    return {
      columns: { other_id: id ?? null },
      refusals: [
        ...(given !== '' && id === undefined && ownReference(given) === undefined
          ? [{ field: 'nominal', text: noSuchRecord }]
          : []),
        ...(given === '' && String(name ?? '') === ''
          ? [{ field: 'name', text: 'Enter their name, or the number of their record' }]
          : []),
      ],
    }
  },
  also: { nominal: z.uuid().nullable() },
  shows: fact => ({
    label: inWordsOf(relations, fact['relation']),
    value: textOf(fact, 'name'),
    details: [textOf(fact, 'words'), textOf(fact, 'nominal') && 'Has a record here'],
  }),
}

/** How and where the person lives, by which they are reached, and whom they know. */
export const lifeKinds = [
  address,
  telephone,
  email,
  onlineName,
  vehicle,
  account,
  identityDocument,
  employment,
  education,
  associate,
]

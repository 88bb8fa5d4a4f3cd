import { choicesOf, inWordsOf, joined, textOf, type FactKind } from '../fact-kind.ts'

const language: FactKind = {
  kind: 'language',
  table: 'language',
  section: 'languages',
  place: 'person',
  one: 'language',
  many: 'languages',
  help: 'What the person speaks and reads, whether an interpreter is needed, and who must not interpret.',
  dated: false,
  fields: [
    {
      name: 'language',
      column: 'language',
      label: 'Language',
      as: 'line',
      longest: 60,
      required: 'Enter the language',
      hint: 'With the dialect where it matters',
    },
    {
      name: 'interpreter',
      column: 'interpreter',
      label: 'An interpreter is needed',
      as: 'yes-no',
      required: 'Choose whether an interpreter is needed',
    },
    {
      name: 'notBy',
      column: 'not_by',
      label: 'Who must not interpret',
      as: 'line',
      longest: 200,
      hint: 'For example a relative, or somebody of the same household',
    },
    {
      name: 'words',
      column: 'words',
      label: 'Anything else',
      as: 'line',
      longest: 200,
      hint: 'For example reads little, prefers to be written to',
    },
  ],
  shows: fact => ({
    label: 'Language',
    value: joined(
      ', ',
      textOf(fact, 'language'),
      fact['interpreter'] === true ? 'interpreter needed' : 'no interpreter needed',
    ),
    details: [textOf(fact, 'words')],
    caution: textOf(fact, 'notBy') ? `Must not interpret: ${textOf(fact, 'notBy')}` : null,
  }),
}

const adjustment: FactKind = {
  kind: 'adjustment',
  table: 'adjustment',
  section: 'adjustments',
  place: 'person',
  one: 'disability or need, with its adjustment',
  many: 'disabilities and adjustments',
  help: 'Disability, illness or neurodivergence only as far as those who meet the person must know it (Equality Act 2010, section 20).',
  dated: true,
  fields: [
    { name: 'need', column: 'need', label: 'Need', as: 'line', longest: 200, required: 'Enter the need' },
    {
      name: 'adjustment',
      column: 'adjustment',
      label: 'What is done about it',
      as: 'text',
      longest: 500,
      hint: 'For example large print, short meetings, a ground-floor room',
    },
  ],
  shows: fact => ({
    label: 'Disability and adjustments',
    value: textOf(fact, 'need'),
    details: [textOf(fact, 'adjustment') && `Adjustment: ${textOf(fact, 'adjustment')}`],
  }),
}

/** Whom a child's record needs stands in `src/nominals/under-18.ts`. */
export const contactRoles = choicesOf(
  'youth justice worker',
  'parent or carer',
  'appropriate adult',
  ['children’s social care', 'Children’s social care'],
  ['mental health', 'Mental health contact'],
  ['neurodivergence', 'Neurodivergence contact'],
  'general practitioner',
  'solicitor',
  ['next of kin', 'Next of kin'],
  'other',
)

const contactPerson: FactKind = {
  kind: 'contact-person',
  table: 'contact_person',
  section: 'contactPersons',
  place: 'person',
  one: 'contact',
  many: 'contacts',
  help: 'Whom to speak to about the person’s care. Not victims or people at risk: they do not belong in this record.',
  dated: true,
  fields: [
    {
      name: 'role',
      column: 'role',
      label: 'Who they are',
      as: 'choice',
      required: 'Choose who they are',
      choices: contactRoles,
    },
    {
      name: 'name',
      column: 'name',
      label: 'Name',
      as: 'line',
      longest: 100,
      letters: true,
      required: 'Enter their name',
    },
    { name: 'organisation', column: 'organisation', label: 'Organisation', as: 'line', longest: 100 },
    { name: 'telephone', column: 'telephone', label: 'Telephone', as: 'line', longest: 40 },
    { name: 'words', column: 'words', label: 'Anything else', as: 'line', longest: 200 },
  ],
  shows: fact => ({
    label: inWordsOf(contactRoles, fact['role']),
    value: joined(', ', textOf(fact, 'name'), textOf(fact, 'organisation')),
    details: [textOf(fact, 'telephone'), textOf(fact, 'words')],
  }),
}

export const natures = choicesOf('fact', 'reported', 'opinion', 'assessment')

const selfRisk: FactKind = {
  kind: 'self-risk',
  table: 'self_risk',
  section: 'selfRisks',
  place: 'person',
  one: 'note on risk to self',
  many: 'notes on risk to self',
  help: 'What is known of self-harm, suicide or exploitation, with who says so. It is shown as written and never counted.',
  dated: true,
  fields: [
    {
      name: 'type',
      column: 'type',
      label: 'What it is',
      as: 'choice',
      required: 'Choose fact, reported, opinion or assessment',
      choices: natures,
    },
    { name: 'words', column: 'words', label: 'In words', as: 'text', longest: 2000, required: 'Say what is known' },
    { name: 'author', column: 'author', label: 'Who says so', as: 'line', longest: 100 },
  ],
  shows: fact => ({
    label: 'Risk to self',
    value: textOf(fact, 'words'),
    details: [joined(', ', inWordsOf(natures, fact['type']), textOf(fact, 'author'))],
  }),
}

/** What those who meet the person must know of them. */
export const personKinds = [language, adjustment, contactPerson, selfRisk]

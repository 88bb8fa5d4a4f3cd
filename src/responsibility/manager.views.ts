import type { Refusal } from '#platform'
import { boardView, oneOfMany, type BoardView } from './board.views.ts'
import type { ManagerFacts } from './manager.ts'

export const managerAddress = (nominal: string): string => `/nominals/${nominal}/manager`

/** The form that names which officer of the unit manages a record. */
export const managerView = (
  nominal: string,
  {
    name,
    unitName,
    manager,
    officers,
    typed = '',
    refusals = [],
  }: ManagerFacts & {
    readonly name: string
    readonly unitName: string
    readonly typed?: string
    readonly refusals?: readonly Refusal[]
  },
): BoardView =>
  boardView({
    heading: `Record manager: ${name}`,
    back: { text: name, href: `/nominals/${nominal}` },
    aboutPeople: true,
    refusals,
    intro: [
      manager === null
        ? `Nobody of ${unitName} is named: its supervisors answer until somebody is.`
        : `${manager} manages the record now, for ${unitName}.`,
      'Who did until now is kept. Whoever is named is told, and reads the record in full. To another unit a record goes by transfer.',
    ],
    forms: [
      {
        id: 'manager',
        title: 'Name the record manager',
        intro: [],
        action: managerAddress(nominal),
        submit: 'Name them',
        hidden: [],
        fields: [
          oneOfMany(
            { name: 'officer', label: `An officer of ${unitName}`, value: typed },
            officers.map(({ id, name: words }) => ({ code: id, words })),
            refusals,
            'Choose an officer',
          ),
        ],
      },
    ],
  })

import { dayInWords, dayOf, type Refusal } from '#platform'
import { boardView, line, oneOfFew, oneOfMany, plain, type BoardView } from './board.views.ts'
import { partnerAccessInWords, partnerAccesses, type StandingPartner } from './partner.ts'
import type { ReceivingUnit } from './transfer.ts'

export type PartnerGiven = {
  readonly unit: string
  readonly officer: string
  readonly access: string
  readonly until: string
  readonly why: string
  readonly partner: string
}

const calledOf = ({ agency, unit, officer }: StandingPartner): string =>
  [`${agency}: ${unit}`, officer].filter(Boolean).join(', ')
const lastDay = (until: Temporal.Instant): string => dayInWords(dayOf(until.subtract({ nanoseconds: 1 })))

/** The partners of a record, and the forms by which one joins and one's time ends. */
export const partnersView = (
  nominal: string,
  {
    name,
    partners,
    units,
    given,
    refusals,
  }: {
    readonly name: string
    readonly partners: readonly StandingPartner[]
    readonly units: readonly ReceivingUnit[]
    readonly given: PartnerGiven
    readonly refusals: readonly Refusal[]
  },
): BoardView => {
  const action = `/nominals/${nominal}/partners`
  return boardView({
    heading: `Partners: ${name}`,
    back: { text: name, href: `/nominals/${nominal}#access` },
    aboutPeople: true,
    refusals,
    intro: ['A partner reads the record in full. Who leads, and the MAPPA arrangement, stay as they are.'],
    lists: [
      {
        id: 'standing',
        title: 'Now',
        count: partners.length === 1 ? '1 partner' : `${partners.length} partners`,
        head: ['Who', 'May', 'Until'],
        rows: partners.map(each => [
          plain(calledOf(each)),
          plain(partnerAccessInWords(each.access)),
          plain(each.until ? lastDay(each.until) : 'No end was set'),
        ]),
        empty: 'Nobody is a partner.',
      },
    ],
    forms: [
      {
        id: 'join',
        title: 'Let a partner join',
        intro: [],
        action,
        submit: 'Let them join',
        hidden: [],
        fields: [
          oneOfMany(
            { name: 'unit', label: 'Unit', value: given.unit },
            units.map(({ id, agency, name: unit }) => ({ code: id, words: `${agency}: ${unit}` })),
            refusals,
            'Choose a unit',
          ),
          line(
            {
              name: 'officer',
              label: 'Officer, if they have named one',
              hint: 'Left empty: the unit’s supervisors and its duty officer on shift',
              value: given.officer,
            },
            refusals,
          ),
          oneOfFew({ name: 'access', label: 'What they may do', value: given.access }, partnerAccesses, refusals),
          line({ name: 'until', label: 'Last day', hint: 'For example 23 11 2027', value: given.until }, refusals),
          line({ name: 'why', label: 'Why', hint: 'Which duty of theirs it serves', value: given.why }, refusals),
        ],
      },
      ...(partners.length > 0
        ? [
            {
              id: 'end',
              title: 'End a partnership',
              intro: ['They read the record no longer, from this moment, unless they have another ground.'],
              action: `${action}/end`,
              submit: 'End it',
              hidden: [],
              fields: [
                oneOfFew(
                  { name: 'partner', label: 'Whose', value: given.partner },
                  partners.map(each => ({ code: each.id, words: calledOf(each) })),
                  refusals,
                ),
              ],
            },
          ]
        : []),
    ],
  })
}

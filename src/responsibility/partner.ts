import { readDayTyped } from '#nominals'
import { decide, type Decision, type Id, type OfficerId, type UnitId } from '#platform'

export type PartnerId = Id<'partner'>

/** What a partner may do on the record that it reads in full. */
export const partnerAccesses = [
  { code: 'full', words: 'Full: writes in its own agency’s name, and passes copies on' },
  {
    code: 'contribute',
    words: 'Contribute: writes in its own agency’s name, corrects only that, and passes nothing on',
  },
  { code: 'read', words: 'Read: reads everything, and writes nothing' },
] as const
export type PartnerAccess = (typeof partnerAccesses)[number]['code']
export const partnerAccessInWords = (code: string): string =>
  partnerAccesses.find(each => each.code === code)?.words ?? code

export type NewPartner = {
  readonly unit: UnitId
  readonly officer: OfficerId | null
  readonly access: PartnerAccess
  readonly until: Temporal.Instant
  readonly why: string
}
export type StandingPartner = {
  readonly id: PartnerId
  readonly unit: string
  readonly agency: string
  readonly officer: string | null
  readonly access: PartnerAccess
  readonly until: Temporal.Instant | null
}

const longestYears = 5

/** Whether a partner may join as it was filled in; every reason at once. The last day is within. The database repeats it: join_partner(). */
export const joinPartner = (
  given: {
    readonly unit: string
    readonly officer: string
    readonly access: string
    readonly until: string
    readonly why: string
  },
  facts: {
    readonly unit: UnitId | null
    readonly lead: UnitId | null
    readonly officers: readonly OfficerId[]
    readonly today: Temporal.PlainDate
  },
): Decision<NewPartner> => {
  const access = partnerAccesses.find(({ code }) => code === given.access)?.code
  const read = readDayTyped(given.until, facts.today, facts.today.add({ years: 20 }))
  const day = 'day' in read ? read.day : undefined
  return decide<NewPartner>(
    [
      facts.unit === null && { field: 'unit', text: 'Choose the unit that joins' },
      facts.unit !== null &&
        facts.unit === facts.lead && { field: 'unit', text: 'This unit leads already: choose another' },
      given.officer !== '' &&
        facts.unit !== null &&
        facts.officers.length !== 1 && {
          field: 'officer',
          text: 'Not one officer of that unit has this name: leave it empty, and its supervisors and duty officer read the record',
        },
      access === undefined && { field: 'access', text: 'Choose what they may do' },
      day === undefined && { field: 'until', text: 'Enter the last day, like 23 11 2027' },
      day !== undefined &&
        Temporal.PlainDate.compare(day, facts.today) < 0 && { field: 'until', text: 'Enter today or a later day' },
      day !== undefined &&
        Temporal.PlainDate.compare(day, facts.today.add({ years: longestYears }).subtract({ days: 2 })) > 0 && {
          field: 'until',
          text: `A partnership ends within ${longestYears} years, and can be begun again`,
        },
      (given.why.length < 10 || given.why.length > 200) && {
        field: 'why',
        text: 'Say why, in 10 to 200 characters: which duty of theirs it serves',
      },
    ],
    () => ({
      unit: facts.unit!,
      officer: given.officer === '' ? null : facts.officers[0]!,
      access: access!,
      until: day!.add({ days: 1 }).toZonedDateTime('Europe/London').toInstant(),
      why: given.why,
    }),
  )
}

import { namesPreventReferral } from './prevent.ts'
import { factFields } from './profile.ts'
import type { Profile, ProfileFile } from './profile.ts'
import type { Reference } from './reference.ts'

type Fault = string

const twice = (values: readonly string[]) => values.filter((value, index) => values.indexOf(value) !== index)

// Numbers kept for drama ring nowhere: an entry that calls one confirmed would send an officer to a dead line.
const isInvented = (telephone: string) => telephone.replaceAll(' ', '').startsWith('01632960')

const faultsOfDesks = ({ units }: Reference): Fault[] => {
  const desks = units.flatMap(({ dutyDesk }) => dutyDesk ?? [])
  return [
    ...units
      .filter(({ leadsCases, dutyDesk }) => leadsCases && !dutyDesk)
      .map(({ code }) => `the unit ${code} leads cases and has no duty desk`),
    ...desks
      .filter(({ telephone, placeholder }) => isInvented(telephone) && placeholder === null)
      .map(({ telephone }) => `${telephone} is an invented number and must be a placeholder`),
    ...twice(desks.map(({ telephone }) => telephone)).map(telephone => `two duty desks have the number ${telephone}`),
    // One name for all: at access *contact* a name of its own would tell which kind of unit answers.
    ...[...new Set(desks.map(({ contactName }) => contactName))]
      .slice(1)
      .map(name => `the duty desk shown at contact must have one name everywhere, not also "${name}"`),
  ]
}

const faultsOfPlaces = ({ agencies, units, regions, areas, lists, postcodeAreas }: Reference): Fault[] => {
  const isArea = (code: string | null) => code === null || areas.some(area => area.code === code)
  const forces = [
    ...areas.flatMap(area => area.forces),
    ...postcodeAreas.flatMap(({ force, overrides }) => [
      ...(force ? [force] : []),
      ...overrides.map(each => each.force),
    ]),
  ]
  return [
    ...twice(agencies.map(({ code }) => code)).map(code => `two agencies have the code ${code}`),
    ...twice(units.map(({ code }) => code)).map(code => `two units have the code ${code}`),
    ...agencies
      .filter(({ region }) => region !== null && regions.every(({ code }) => code !== region))
      .map(({ name, region }) => `${name} names the region ${region}, which is in no list`),
    ...lists['police-forces'].rows.filter(({ region }) => !region).map(({ words }) => `${words} names no region`),
    ...[...agencies, ...units]
      .filter(({ area }) => !isArea(area))
      .map(({ name, area }) => `${name} names the area ${area}, which is in no list`),
    ...twice(areas.flatMap(area => area.forces)).map(force => `the force ${force} is in two areas`),
    ...[...new Set(forces)]
      .filter(force => !lists['police-forces'].find(force))
      .map(force => `the force ${force} of an area or a postcode is in no list`),
    ...twice(postcodeAreas.map(({ area }) => area)).map(area => `the postcode area ${area} stands twice`),
    ...postcodeAreas.flatMap(({ area, overrides }) => {
      const districts = overrides.flatMap(each => each.districts)
      return [
        ...twice(districts).map(district => `the postcode district ${district} stands twice`),
        ...districts
          .filter(district => district.replace(/\d+$/, '') !== area)
          .map(district => `${district} is no district of the postcode area ${area}`),
      ]
    }),
  ]
}

/** A code whose words name a referral to Prevent would make it a fact of a record. */
const faultsOfPrevent = ({ lists }: Reference): Fault[] =>
  (['nominal-types', 'probation-registrations', 'prison-alerts', 'bases'] as const).flatMap(name =>
    lists[name].rows
      .filter(({ words }) => namesPreventReferral(words))
      .map(({ code }) => `${code} in ${name} names a referral to Prevent, which is not kept here`),
  )

const faultsOfBases = ({ lists }: Reference): Fault[] =>
  (['nominal-types', 'probation-registrations', 'prison-alerts'] as const).flatMap(name =>
    lists[name].rows
      .filter(({ basis }) => basis !== null && !lists.bases.find(basis))
      .map(({ code, basis }) => `${code} in ${name} names the basis ${basis}, which is in no list`),
  )

const faultsOfFile = (file: ProfileFile, profile: Profile, { lists }: Reference): Fault[] => {
  const headings = file.columns.map(({ heading }) => heading)
  const named = [
    file.key,
    ...file.checks.flatMap(check => ('columns' in check ? check.columns : [check.column])),
    ...file.facts.flatMap(({ from, needs }) => [...Object.values(from).flat(), ...needs]),
  ]
  const kinds = {
    known_name: lists['name-kinds'],
    identifier: lists['identifier-kinds'],
    address: lists['address-kinds'],
  }
  const people = profile.files.filter(({ row }) => row === 'person').map(({ kind }) => kind)
  return [
    ...twice(headings).map(heading => `the heading ${heading} stands twice`),
    ...named.filter(heading => !headings.includes(heading)).map(heading => `${heading} is not one of its headings`),
    ...headings
      .filter(heading => !named.includes(heading))
      .map(heading => `nothing is done with the column ${heading}`),
    ...file.columns
      .flatMap(({ codes }) => codes)
      .filter(name => !(name in lists))
      .map(name => `there is no list ${name}`),
    ...file.columns
      .filter(
        ({ form, codes, splitAt }) => form.startsWith('code') !== codes.length > 0 || (form === 'codes') !== !!splitAt,
      )
      .map(({ heading }) => `the column ${heading} must name its lists if it holds codes, and where to split several`),
    ...file.facts.flatMap(({ fact, set, from }) =>
      [...Object.keys(set), ...Object.keys(from)]
        .filter(field => !(factFields[fact] as readonly string[]).includes(field))
        .map(field => `the fact ${fact} has no field ${field}`),
    ),
    ...file.facts
      .filter(({ fact, set }) => fact in kinds && set['kind'] && !kinds[fact as keyof typeof kinds].find(set['kind']))
      .map(({ fact, set }) => `the fact ${fact} sets the kind ${set['kind']}, which is in no list`),
    ...((file.row === 'child') === people.includes(file.of ?? '')
      ? []
      : ['a child file, and no other, belongs to a person file']),
  ]
}

// Files are recognised by headings alone, so none may look like part of another.
const faultsOfRecognition = (profiles: readonly Profile[]): Fault[] => {
  const files = profiles.flatMap(({ files, separator }) => files.map(file => ({ ...file, separator })))
  return files.flatMap(file =>
    files
      .filter(other => other !== file && other.separator === file.separator)
      .filter(other => file.columns.every(({ heading }) => other.columns.some(column => column.heading === heading)))
      .map(other => `the headings of ${file.name} are all in ${other.name} too`),
  )
}

/** Every fault between the files of `reference/`, each as a sentence without its full stop. */
export const faultsOf = (reference: Reference): readonly Fault[] => [
  ...faultsOfPlaces(reference),
  ...faultsOfDesks(reference),
  ...faultsOfBases(reference),
  ...faultsOfPrevent(reference),
  ...reference.profiles.flatMap(profile =>
    profile.files.flatMap(file =>
      faultsOfFile(file, profile, reference).map(fault => `import-profiles/${profile.profile}, ${file.kind}: ${fault}`),
    ),
  ),
  ...faultsOfRecognition(reference.profiles),
]

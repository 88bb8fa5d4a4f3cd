import { sql } from 'kysely'
import { panelKind, type Panel } from '#nominals'
import { compartmentKindInWords } from './compartment.ts'
import { enclosuresOf, keepsWalls } from './compartment.store.ts'
import { compartmentAddress, enclosuresAddress } from './compartment.views.ts'

/** To those who have the record in full, who are inside: which compartments it lies in; and for whoever keeps its walls the way to put it in one. */
export const compartmentPanels = panelKind<boolean>(
  ({ nominal, access, holds }) =>
    access === 'full' && (holds.has('compartment_of') || sql<boolean>`keeps_walls_of(${nominal}::uuid)`),
  async (_found, { nominal, holds }, tx): Promise<readonly Panel[]> => {
    const within = holds.has('compartment_of') ? (await enclosuresOf(tx, nominal)).filter(({ isIn }) => isIn) : []
    if (within.length === 0 && holds.has('compartment_of') && !(await keepsWalls(tx, nominal))) return []
    return [
      {
        id: 'compartments',
        title: within.length > 0 ? 'In a compartment' : 'Compartments',
        tone: within.length > 0 ? 'notice' : 'plain',
        lines:
          within.length === 0
            ? ['The record lies in no compartment.']
            : within.map(
                ({ name, kind, members, sponsor }) =>
                  `${name} (${compartmentKindInWords(kind).toLowerCase()}): only its members, ${members} at present, know of this record.${sponsor === null ? '' : ` Sponsor: ${sponsor}.`}`,
              ),
        links: [
          ...within.map(({ compartment, name }) => ({
            text: `Who is inside ${name}`,
            href: compartmentAddress(compartment),
          })),
          { text: within.length > 0 ? 'Take it out' : 'Put it in a compartment', href: enclosuresAddress(nominal) },
        ],
      },
    ]
  },
)

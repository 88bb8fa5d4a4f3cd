import { sql } from 'kysely'
import { panelKind, type Panel } from '#nominals'
import { compartmentKindInWords } from './compartment.ts'
import { enclosuresInSql, enclosureTold, type EnclosureAsTold } from './compartment.store.ts'
import { compartmentAddress, enclosuresAddress } from './compartment.views.ts'

/** To those who have the record in full, who are inside: which compartments it lies in; and for whoever keeps its walls the way to put it in one. */
export const compartmentPanels = panelKind<{
  readonly lain: readonly EnclosureAsTold[]
  readonly keeps: boolean
}>(
  ({ nominal, access }) =>
    access === 'full' &&
    sql`json_build_object('lain', ${enclosuresInSql(nominal)}, 'keeps', keeps_walls_of(${nominal}::uuid))`,
  ({ lain, keeps }, { nominal }): readonly Panel[] => {
    const within = lain.filter(({ isIn }) => isIn).map(enclosureTold)
    if (within.length === 0 && !keeps) return []
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

import { panelKind, type Panel } from '#nominals'
import { partsInWords, restrictionInWords } from './wall.ts'
import { wallsAtAGlance, wallsTold, type WallsAsTold } from './wall.store.ts'
import { wallsAddress } from './wall.views.ts'

/** More than anybody looks through; the rest stand on the page of the record's walls. */
const mostLinked = 5

/** Who may see the record, to those who have it in full; to everybody who knows of it, where a connection is declared. */
export const wallPanels = panelKind<WallsAsTold | true>(
  ({ nominal, access }) => (access === 'full' ? wallsAtAGlance(nominal) : true),
  (found, { nominal }): readonly Panel[] => {
    const declare = { text: 'Declare a connection of your own', href: `/nominals/${nominal}/declaration` }
    if (found === true)
      return [
        {
          id: 'need-to-know',
          title: 'If you know this person yourself',
          tone: 'plain',
          lines: ['Say so: the record is then shut to you, and those who answer for it are told.'],
          links: [declare],
        },
      ]
    const { restriction, exclusions, keeps, parts } = wallsTold(found)
    return [
      {
        id: 'need-to-know',
        title: restriction ? 'Restricted' : 'Who may see this record',
        tone: restriction ? 'notice' : 'plain',
        lines: [
          ...(restriction ? restrictionInWords(restriction) : []),
          ...(exclusions.length > 0
            ? [`Excluded: ${exclusions.length === 1 ? '1 officer' : `${exclusions.length} officers`}.`]
            : []),
          ...(parts.length > 0
            ? [`Only some may see ${partsInWords(parts)} of this record: say nothing of that to others.`]
            : []),
        ],
        links: [
          {
            text: keeps ? 'Restrict it, or exclude an officer' : 'Who may see this record',
            href: wallsAddress(nominal),
          },
          ...parts.slice(0, mostLinked).map(each => ({
            text: each.kind === 'entry' ? 'An entry for some only' : 'A file for some only',
            href: wallsAddress(nominal, each),
          })),
          declare,
        ],
      },
    ]
  },
)

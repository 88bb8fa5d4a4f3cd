import type { Database, NominalId } from '#platform'
import { loadPhotograph } from '#nominals'
import type { Ground } from '../ground.store.ts'
import { chanceOf } from './chance.ts'
import { drawPortrait, inventPortrait } from './portrait.ts'

/** Enough for every caseload of the demonstration to have some, and some records to have none. */
const mostPeople = 60
const [wide, narrow] = [300, 180] // pixels

/**
 * Gives some of those whom the demonstration's officers manage drawn placeholders for photographs: recent ones, old ones, of a day that nobody knows,
 * and some people two. Done again it adds nothing, because the same people get the same drawings. Answers false when `stopping` ended it.
 */
export const addPortraits = async (
  db: Database,
  { importer }: Pick<Ground, 'importer'>,
  {
    seed,
    asOf,
    stopping,
  }: { readonly seed: number; readonly asOf: Temporal.PlainDate; readonly stopping: AbortSignal },
): Promise<boolean> => {
  const { rows } = await db.pool.query<{ nominal: NominalId }>(
    `select f.nominal_id as nominal from nominal_file f join officer o on o.id = f.manager_id
      where o.subject is not null order by f.reference limit $1`,
    [mostPeople],
  )
  const chance = chanceOf(seed, 'portraits')
  for (const { nominal } of rows) {
    if (stopping.aborted) return false
    const portrait = inventPortrait(chance)
    const count = chance.pick([0, 1, 1, 1, 2])
    for (let nth = 0; nth < count; nth++) {
      const drawn = { ...portrait, tone: portrait.tone + nth * 12 }
      const takenOn = chance.often(0.15) ? null : asOf.subtract({ days: chance.between(20, 2800) })
      const by = { officer: importer.id, agency: importer.agency }
      await loadPhotograph(db, by, {
        nominal,
        takenOn,
        description: 'Placeholder, drawn for the demonstration: nobody’s face',
        name: `placeholder ${nth + 1}.png`,
        mediaType: 'image/png',
        whole: drawPortrait(drawn, wide),
        small: drawPortrait(drawn, narrow),
      })
    }
  }
  return true
}

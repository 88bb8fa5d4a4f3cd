import type pg from 'pg'
import { importer } from '#access'
import { Stop, type AgencyId, type OfficerId, type UnitId } from '#platform'
import { readReference, type Reference } from '#reference'
import type { Places } from './hands.ts'

/** What loading asks of the lists and of the agencies, units, posts and officers that stand now. */
export type Ground = {
  readonly reference: Reference
  readonly agencyIds: ReadonlyMap<string, AgencyId>
  readonly unitIds: ReadonlyMap<string, UnitId>
  readonly places: Places
  readonly importer: { readonly id: OfficerId; readonly agency: AgencyId }
}

type UnitRow = {
  readonly id: UnitId
  readonly code: string
  readonly area: string | null
  readonly post: string | null
}

/** Reads them once for a run. Throws `Stop` when the lists of `reference/` have not been loaded. */
export const groundOf = async (
  client: Pick<pg.ClientBase, 'query'>,
  reference: Reference = readReference(),
): Promise<Ground> => {
  const agencies = await client.query<{ id: AgencyId; code: string }>('select id, code from agency')
  const units = await client.query<UnitRow>(
    `select u.id, u.code, u.area, p.id as post from unit u left join post p on p.unit_id = u.id and p.unallocated`,
  )
  const officers = await client.query<{ unit: UnitId; name: string; ids: string[] }>(
    `select r.unit_id as unit, o.source_name as name, array_agg(distinct o.id) as ids
       from officer o join role_held r on r.officer_id = o.id and now() <@ r.during
      where o.source_name is not null and o.disabled_at is null and not o.service group by 1, 2`,
  )
  const agencyIds = new Map(agencies.rows.map(({ code, id }) => [code, id]))
  const byId = new Map(units.rows.map(unit => [unit.id, unit]))
  const called = new Map(officers.rows.map(({ unit, name, ids }) => [`${unit} ${name}`, ids]))
  const unitIds = new Map(units.rows.map(({ code, id }) => [code, id]))
  const fallback = unitIds.get(reference.lists.unallocated.rows[0]?.unit ?? '')
  const agency = agencyIds.get(importer.agency)
  if (!fallback || !agency)
    throw new Stop('The lists of reference/ are not in this database: start the server once, or ask whoever keeps it.')
  return {
    reference,
    agencyIds,
    unitIds,
    importer: { id: importer.id, agency },
    places: {
      fallback,
      areaOf: unit => byId.get(unit)?.area ?? null,
      officersCalled: (unit, sourceName) => called.get(`${unit} ${sourceName}`) ?? [],
      unallocatedPostOf: unit => {
        const post = byId.get(unit)?.post
        if (!post)
          throw new Stop(`The unit ${byId.get(unit)?.code ?? unit} has no post for cases that nobody is named for.`)
        return post
      },
      counterTerrorismArea: reference.units.find(unit => unit.counterTerrorism)?.area ?? '',
      toBeConfirmed: {
        kind: 'to-be-confirmed',
        words: reference.lists.bases.find('to-be-confirmed')?.words ?? 'To be confirmed',
      },
    },
  }
}

import { hashOfToken, newId, newToken } from '#platform'
import { on } from './filling.ts'

/** An officer who has signed in, by a program (`token`) and in a browser (`desk`), and records that are full to them because their unit leads them. */
export type BenchOfficer = {
  readonly officer: string
  readonly token: string
  readonly desk: string
  readonly records: readonly string[]
}

const [most, recordsEach] = [60, 400]

/** 60 officers, who manage records themselves; every run signs them in anew. */
export const officersOf = (url: string): Promise<readonly BenchOfficer[]> =>
  on(url, async client => {
    const { rows: people } = await client.query<{ officer: string; held: string; unit: string }>(
      `select distinct on (u.code) r.officer_id as officer, r.id as held, r.unit_id as unit from role_held r join unit u on u.id = r.unit_id
        where r.role = 'officer' and u.code like 'BENCH-%' and exists (select from nominal_file f where f.manager_id = r.officer_id)
        order by u.code, r.id limit ${most}`,
    )
    const officers: BenchOfficer[] = []
    for (const { officer, held, unit } of people) {
      const [token, desk] = [newToken(), newToken()]
      for (const [kind, its] of [
        ['api', token],
        ['browser', desk],
      ] as const)
        await client.query(
          `insert into session (id, token_hash, kind, officer_id, role_held_id, ends_at) values ($1, $2, $3, $4, $5, now() + interval '12 hours')`,
          [newId(), hashOfToken(its), kind, officer, held],
        )
      const { rows } = await client.query<{ id: string }>(
        `select nominal_id as id from nominal_file where unit_id = $1 and not counter_terrorism order by nominal_id limit ${recordsEach}`,
        [unit],
      )
      officers.push({ officer, token, desk, records: rows.map(({ id }) => id) })
    }
    return officers
  })

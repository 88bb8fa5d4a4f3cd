import { sql, type RawBuilder } from 'kysely'
import { newId, type NominalId, type Tx } from '#platform'
import { answersFor } from './transfer.store.ts'
import type { NewPartner, PartnerId, StandingPartner } from './partner.ts'

/** What a partnership leaves to the actor (`partnerLevel`; whoever has no partners beside them has everything), and whether they answer for the record and so let partners join. */
export const partnershipFound = (
  nominal: NominalId,
  hasPartners: boolean,
): RawBuilder<{ readonly level: 'full' | 'contribute' | 'read'; readonly answers: boolean }> =>
  sql`json_build_object('level', ${hasPartners ? sql`partner_level(${nominal}::uuid)` : sql`'full'`}, 'answers', ${answersFor(nominal)})`

/** The partners of an open record, now; 100 at most. */
export const standingPartners = async (tx: Tx, nominal: NominalId): Promise<readonly StandingPartner[]> =>
  (
    await sql<StandingPartner>`
      select p.id, u.name as unit, a.name as agency, (select o.name from officer o where o.id = p.officer_id) as officer, p.access, upper(p.during) as until
        from partner p join unit u on u.id = p.unit_id join agency a on a.id = u.agency_id
       where p.nominal_id = ${nominal}::uuid and now() <@ p.during order by a.name, u.name, p.id limit 100`.execute(tx)
  ).rows

/** Lets a partner join, in the actor's name. Raises `CC409` where they are one already, `CC403` for whoever does not answer for the record. */
export const addPartner = async (tx: Tx, nominal: NominalId, partner: NewPartner): Promise<PartnerId> => {
  const id = newId<PartnerId>()
  await sql`
    select join_partner(${id}::uuid, ${nominal}::uuid, ${partner.unit}::uuid, ${partner.officer}::uuid, ${partner.access}, ${partner.until.toString()}::timestamptz, ${partner.why})`.execute(
    tx,
  )
  return id
}

/** Ends a partnership at this moment. Raises `CC409` where it has ended. */
export const endPartner = async (tx: Tx, nominal: NominalId, partner: PartnerId): Promise<void> => {
  await sql`select end_partner(${partner}::uuid, ${nominal}::uuid)`.execute(tx)
}

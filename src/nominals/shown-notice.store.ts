import { sql } from 'kysely'
import type { Tx } from '#platform'
import type { NoticeAsked, NoticeWay, ShownNotice } from './shown-notice.ts'

/**
 * What is shown to the actor where they are (schema/0140): each showing is kept, and whoever answers for the record behind it is told. The same
 * statement whatever there is. On the page of a record it looks at that record's own addresses and names too, where it is open in full.
 */
export const showNotices = async (
  tx: Tx,
  how: NoticeWay,
  { addressKeys, fullNames, born, nominals }: NoticeAsked,
): Promise<readonly ShownNotice[]> =>
  (
    await sql<ShownNotice>`
      select notice, hidden, place, words, confirmed_on as "confirmedOn", quote, desk, telephone
        from show_notices(${how}, ${addressKeys}::text[], ${fullNames}::text[], ${born?.toString() ?? null}::date, ${nominals}::uuid[])`.execute(
      tx,
    )
  ).rows

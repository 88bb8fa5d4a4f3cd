import type { HomeWork, WorkOf } from '#access'
import { dayOf, frameAddresses, type NominalId } from '#platform'
import { casesOf } from './caseload.store.ts'
import { dueOn } from './due.store.ts'
import { changesSinceLastLook } from './last-look.store.ts'
import { openRecords } from './nominal.store.ts'
import { everyone, pageOf } from './own-work.ts'
import { openScope, scopeOf } from './scope.store.ts'
import { caseloadPlace, readCaseloadPlace } from './work-cursor.ts'
import type { DueOfSomebody } from './work.facts.ts'
import { caseloadRow, changedRows, dueRow } from './work.views.ts'

/** Rows of a page of a caseload, and of each other list on the first page: what one looks over in the morning. */
const room = { caseload: 25, due: 15, changed: 15 }
/** Far more than anybody has before them; beyond these, counts stop. */
const mostDue = 5000

/** The first page's work of whoever is signed in (#access); `now` tells how far a date lies. A later page of the caseload has that alone. */
export const workOf =
  (now: () => Temporal.Instant): WorkOf =>
  async (tx, actor, after) => {
    const today = dayOf(now())
    const found = await casesOf(tx, actor, { room: room.caseload + 1, after: readCaseloadPlace(after) })
    const { rows, next } = pageOf(found.rows, room.caseload, caseloadPlace)
    const shown = rows.map(({ nominal }) => nominal)
    const first = after === undefined
    const open = first ? await openScope(tx, actor) : shown
    if (!first) await openRecords(tx, open)
    const due = (await dueOn(tx, actor, open, today, { part: 'all', room: mostDue })).rows
    const [waits, owed] = [due.filter(isWaiting), due.filter(each => !isWaiting(each))]
    const own = first ? dueListOf(owed, today, '/due') : null
    const waiting = first && scopeOf(actor) === 'unit' ? dueListOf(waits, today, '/due?waiting=1') : null
    const changed = first ? changedRows(await changesSinceLastLook(tx, actor, open)) : null
    return {
      work: {
        of: scopeOf(actor),
        caseload: {
          rows: rows.map(row =>
            caseloadRow(
              row,
              owed.find(({ nominal }) => nominal === row.nominal),
              today,
            ),
          ),
          total: found.total,
          more: next === null ? null : `${frameAddresses.home}?${new URLSearchParams({ after: next }).toString()}`,
        },
        due: own && own.list,
        waiting: waiting && waiting.list,
        changed: changed && { rows: changed.slice(0, room.changed), total: changed.length },
      },
      subjects: everyone([
        ...shown,
        ...(own?.nominals ?? []),
        ...(waiting?.nominals ?? []),
        ...(changed ?? []).slice(0, room.changed).map(({ nominal }) => nominal),
      ]),
    }
  }

const isWaiting = ({ rule }: DueOfSomebody): boolean => rule === 'marker-approval' || rule === 'marker-request'

const dueListOf = (
  due: readonly DueOfSomebody[],
  today: Temporal.PlainDate,
  all: string,
): { readonly list: NonNullable<HomeWork['due']>; readonly nominals: readonly NominalId[] } => {
  const rows = due.slice(0, room.due)
  return {
    list: {
      rows: rows.map(row => dueRow(row, today)),
      total: due.length,
      more: due.length > rows.length ? all : null,
    },
    nominals: rows.map(({ nominal }) => nominal),
  }
}

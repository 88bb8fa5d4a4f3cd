import type { Actor, Caller, Database } from '#platform'
import { casesOf } from './caseload.store.ts'
import { ownWork, pageOf } from './own-work.ts'
import { scopeOf } from './scope.store.ts'
import { caseloadPlace } from './work-cursor.ts'
import type { Case, CaseloadPlace, Scope } from './work.facts.ts'

/** Rows of a page of a caseload for programs. */
export const onAPage = 25

type CaseRow = Pick<Case, 'reference' | 'name' | 'status' | 'statusPlace'> & {
  readonly id: string
  readonly markersInWords: string[]
  readonly releaseOn: string | null
  readonly changedAt: string
}
type Caseload = {
  readonly of: Scope
  readonly rows: CaseRow[]
  readonly total: number
  readonly next: string | null
}

/**
 * One page of the caseload of whoever asks, as the API answers with it, through plain act: every page, and what there is to say where there
 * is none. Of the first page `caseloadAtOnce` says the same, faster. Throws `NotSignedIn` and `Conflict`.
 */
export const caseloadThroughAct = async (
  db: Database,
  caller: Caller,
  after: CaseloadPlace | undefined,
): Promise<
  { readonly came: 'forbidden'; readonly actor: Actor } | { readonly came: 'open'; readonly result: Caseload }
> => {
  const audit = { action: 'caseload.listed', fieldGroups: ['caseload'] }
  const found = await ownWork(db, caller, audit, async (tx, actor) => {
    const { rows, total } = await casesOf(tx, actor, { room: onAPage + 1, after })
    return { ...pageOf(rows, onAPage, caseloadPlace), total }
  })
  if (found.came === 'forbidden') return found
  const { rows, total, next } = found.result
  return {
    came: 'open',
    result: {
      of: scopeOf(found.actor),
      rows: rows.map(({ nominal, reference, name, markers, status, statusPlace, releaseOn, changedAt }) => ({
        id: nominal,
        reference,
        name,
        markersInWords: [...markers],
        status,
        statusPlace,
        releaseOn: releaseOn?.toString() ?? null,
        changedAt: changedAt.toString(),
      })),
      total,
      next,
    },
  }
}

import type { FilePlaces } from '#nominals'
import { newId, type Database, type Surroundings } from '#platform'

type Due = {
  readonly sealing_id: string
  readonly request_id: string
  readonly nominal_id: string
  readonly confirmed_by: string
  readonly objects: readonly string[]
  readonly stores: readonly string[]
}

const mostAtOnce = 20

/**
 * Carries out what two people agreed on, as the role concord_destroyer: the bytes of files in their places first, then every row, and in the
 * same transaction what stays of it and the entry in the log. Safe on every server again and again: what one is at the others pass over.
 * A place that cannot be reached leaves that one for the next round. Answers with how many were destroyed.
 */
export const destroyWhatIsConfirmed = async (
  { pool }: Pick<Database, 'pool'>,
  places: FilePlaces,
  { log }: Pick<Surroundings, 'log'>,
): Promise<number> => {
  let destroyed = 0
  for (; destroyed < mostAtOnce; destroyed++) {
    const client = await pool.connect()
    try {
      await client.query('begin')
      const { rows } = await client.query<Due>('select * from destructions_due(1)')
      const due = rows[0]
      if (due && (await clear(places, due))) {
        await client.query('select destroy_sealed($1, $2)', [due.sealing_id, due.request_id])
        await client.query('select record_audit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)', [
          newId(),
          'sealing.destroyed',
          'done',
          [due.nominal_id],
          ['none'],
          [due.sealing_id, due.request_id],
          [],
          null,
          null,
          [],
          due.confirmed_by,
          'concord_destroyer',
        ])
      } else if (due)
        log.warn({ sealing: due.sealing_id }, 'a sealed file lies in a place that this server is not set up for')
      await client.query('commit')
      if (!due || !(await isGone(client, due))) return destroyed
    } catch (error) {
      await client.query('rollback').catch(() => undefined)
      throw error
    } finally {
      client.release()
    }
  }
  return destroyed
}

/** Whether this server reaches every place in which bytes lie; those in the database go with their rows. */
const clear = async (places: FilePlaces, { objects, stores }: Due): Promise<boolean> => {
  const byStore = Map.groupBy(objects, (_, index) => stores[index]!)
  if ([...byStore.keys()].some(store => places.called(store) === undefined)) return false
  for (const [store, some] of byStore)
    await places.called(store)!.remove(some as unknown as Parameters<ReturnType<FilePlaces['forNew']>['remove']>[0])
  return true
}

const isGone = async (client: { query: Database['pool']['query'] }, { sealing_id }: Due): Promise<boolean> =>
  (await client.query('select from destruction where sealing_id = $1', [sealing_id])).rowCount === 1

import type pg from 'pg'
import type { Database } from '#platform'

/** One transaction on a connection of its own; what `work` throws undoes all of it. */
export const inTransaction = async <Result>(
  { pool }: Database,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> => {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback').catch((failure: unknown) => (broken = failure as Error))
    throw error
  } finally {
    client.release(broken)
  }
}

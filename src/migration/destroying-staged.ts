import { newId, type Database } from '#platform'

const mostAtOnce = 20

/**
 * Destroys, as the role concord_destroyer, what the staged rows said whose reconciliation was signed long enough ago, with its entry in the
 * log in the same transaction. Safe on every server again and again: what one is at the others pass over. Answers with how many
 * reconciliations it was.
 */
export const destroyStagedRows = async ({ pool }: Pick<Database, 'pool'>): Promise<number> => {
  for (let destroyed = 0; ; destroyed++) {
    if (destroyed === mostAtOnce) return destroyed
    const client = await pool.connect()
    try {
      await client.query('begin')
      const { rows } = await client.query<{ signing: string; of_extract: string; signed_by: string }>(
        'select * from staged_rows_due()',
      )
      const due = rows[0]
      if (due) {
        await client.query('select destroy_staged($1)', [due.signing])
        await client.query('select record_audit($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)', [
          newId(),
          'staged-rows.destroyed',
          'done',
          [],
          [],
          [due.of_extract, due.signing],
          [],
          null,
          null,
          [],
          due.signed_by,
          'concord_destroyer',
        ])
      }
      await client.query('commit')
      if (!due) return destroyed
    } catch (error) {
      await client.query('rollback').catch(() => undefined)
      throw error
    } finally {
      client.release()
    }
  }
}

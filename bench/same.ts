import assert from 'node:assert/strict'
import type { BenchOfficer } from './officers.ts'
import { bareCaseload, bareRecord, caseload, consult, throughAct, type Way } from './ways.ts'

const many = 25

/** Holds Concord's answers against the bare server's, for the first requests of each way: a ratio of different answers says nothing. */
export const answerTheSame = async (officers: readonly BenchOfficer[]): Promise<void> => {
  const [bare, ours, act] = [bareRecord, consult, throughAct].map(way => way.requests(officers).slice(0, many))
  for (const n of bare!.keys()) {
    const expected = await read(bareRecord, bare![n]!)
    assert.deepEqual(await read(consult, ours![n]!), expected, 'a record through consult')
    assert.deepEqual(await read(throughAct, act![n]!), expected, 'a record through act')
  }
  const [plain, lists] = [bareCaseload, caseload].map(way => way.requests(officers).slice(0, many))
  for (const n of plain!.keys()) {
    const list = listed(await read(caseload, lists![n]!))
    assert.equal(list.rows.length, 25)
    assert.deepEqual(list, listed(await read(bareCaseload, plain![n]!)), 'a caseload')
  }
}

const read = async ({ port }: Way, { path, headers }: ReturnType<Way['requests']>[number]): Promise<unknown> => {
  const reply = await fetch(`http://127.0.0.1:${port}${path}`, { headers })
  assert.equal(reply.status, 200)
  return reply.json()
}

/** The bare list has no cursor, and writes an instant with its offset. */
const listed = (answer: unknown) => {
  const { of, rows, total } = answer as { of: string; total: number; rows: readonly { changedAt: string }[] }
  return { of, total, rows: rows.map(row => ({ ...row, changedAt: Temporal.Instant.from(row.changedAt).toString() })) }
}

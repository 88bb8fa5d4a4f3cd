import { z } from 'zod'
import { parseId, type NominalId } from '#platform'
import { dueRules, type DueRule } from './due.ts'
import type { FactId } from './fact.facts.ts'
import type { CaseloadPlace, DuePlace } from './work.facts.ts'

const refuse = (path: string, what: string): never => {
  throw new z.ZodError([{ code: 'custom', path: [path], message: `This is not a place in ${what}.`, input: undefined }])
}

export const caseloadPlace = ({
  changedAt,
  nominal,
}: {
  readonly changedAt: Temporal.Instant
  readonly nominal: NominalId
}): string => `${changedAt.toString()}_${nominal}`

/** The top without one; what is no place in a caseload is refused (`ZodError`), as it is in a search. */
export const readCaseloadPlace = (text: string | undefined, path = 'after'): CaseloadPlace | undefined => {
  if (text === undefined) return undefined
  const [, changedAt, id] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)_([0-9a-f-]{36})$/.exec(text) ?? []
  const nominal = parseId<NominalId>(id ?? '')
  if (changedAt === undefined || nominal === undefined || !isRead(() => Temporal.Instant.from(changedAt)))
    return refuse(path, 'a caseload')
  return { changedAt, nominal }
}

export const duePlace = ({ dueOn, nominal, rule, factId }: DuePlace): string =>
  [dueOn.toString(), nominal, rule, factId ?? ''].join('_')

/** The top without one; what is no place in what is due is refused (`ZodError`). */
export const readDuePlace = (text: string | undefined, path = 'cursor'): DuePlace | null => {
  if (text === undefined) return null
  const [day = '', id = '', rule = '', fact = ''] = text.split('_')
  const [nominal, factId] = [parseId<NominalId>(id), fact === '' ? null : parseId<FactId>(fact)]
  const isRule = (name: string): name is DueRule => dueRules.some(each => each === name)
  if (
    !/^\d{4}-\d\d-\d\d$/.test(day) ||
    !isRead(() => Temporal.PlainDate.from(day)) ||
    nominal === undefined ||
    factId === undefined ||
    !isRule(rule)
  )
    return refuse(path, 'what is due')
  return { dueOn: Temporal.PlainDate.from(day), nominal, rule, factId }
}

const isRead = (read: () => unknown): boolean => {
  try {
    read()
    return true
  } catch {
    return false
  }
}

import { dayOf, type Actor, type Caller, type NominalId, type Tx } from '#platform'
import { dueOnOne } from './due.store.ts'
import { dueView } from './due.views.ts'
import { lookAgain } from './last-look.store.ts'
import type { BesideFacts } from './record.views.ts'
import { sinceView } from './since.views.ts'

/** Nobody reads further on one record's page. */
const mostDue = 50

/**
 * What the page of a record that is open in full shows beside its facts: what is due on it, and what others said since whoever reads
 * last looked. The look is marked, unless a page asks by itself with nobody at the desk perhaps.
 */
export const besideRecord =
  (nominal: NominalId, now: Temporal.Instant, { watching = false }: Pick<Caller, 'watching'>) =>
  async (tx: Tx, actor: Actor): Promise<BesideFacts> => {
    const today = dayOf(now)
    const [due, since] = await Promise.all([
      dueOnOne(tx, actor, nominal, today, mostDue),
      watching ? null : lookAgain(tx, actor, nominal),
    ])
    return {
      due: dueView(due, today),
      since: since && sinceView(nominal, since.since, since.changes),
    }
  }

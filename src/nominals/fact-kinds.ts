import type { FactKind, FactPlace } from './fact-kind.ts'
import { chronologyKinds } from './kinds/chronology.ts'
import { custodyKinds } from './kinds/custody.ts'
import { identityKinds } from './kinds/identity.ts'
import { lifeKinds } from './kinds/life.ts'
import { managementKinds } from './kinds/management.ts'
import { orderFactKinds } from './kinds/orders.ts'
import { personKinds } from './kinds/person.ts'
import { safetyKinds } from './kinds/safety.ts'

/** Every kind of fact that people write, in the order in which a record shows them. */
export const factKinds: readonly FactKind[] = [
  ...safetyKinds,
  ...identityKinds,
  ...personKinds,
  ...lifeKinds,
  ...orderFactKinds,
  ...custodyKinds,
  ...managementKinds,
  ...chronologyKinds,
]

const byKind = new Map(factKinds.map(kind => [kind.kind, kind]))
const byTable = new Map(factKinds.map(kind => [kind.table, kind]))

/** The kind that an address names; `undefined`: there is none. */
export const factKindCalled = (kind: string): FactKind | undefined => byKind.get(kind)

/** The kind that is kept in a table, if people write it. */
export const factKindIn = (table: string): FactKind | undefined => byTable.get(table)

export const factKindsOf = (place: FactPlace): readonly FactKind[] => factKinds.filter(kind => kind.place === place)

// Each row looks up what it needs by index, whatever the planner believes: the tables grow under it, what it knows of them is a batch
// old, and a plan made for an empty table compares everything with everything (measured: 25 times the whole import's cost).
const plans = ['seqscan', 'hashjoin', 'mergejoin', 'material']

/** For the rest of a transaction, statements that look things up row by row. */
export const byIndex = plans.map(plan => `set local enable_${plan} = off`).join('; ')

/** Statements as the planner would have them again. */
export const asPlanned = plans.map(plan => `set local enable_${plan} = on`).join('; ')

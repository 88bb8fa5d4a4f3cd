import type { TaskKind } from '#tasks'
import { toldTasks } from './told.tasks.ts'

/** The kinds of task that this area makes. */
export const needToKnowTasks: readonly TaskKind[] = [...toldTasks]

export { choiceField, errorOf, errorsOf, givenOf, lineField, sentencesField, textIn } from './form.ts'
export { isWorkingDay, workingDaysAfter } from './working-days.ts'

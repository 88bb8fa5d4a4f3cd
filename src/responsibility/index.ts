import type { TaskKind } from '#tasks'

/** The kinds of task that this area makes. */
export const responsibilityTasks: readonly TaskKind[] = []

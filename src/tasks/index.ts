export { addTask, closeTasksAbout, type Addressee, type NewTask, type TaskOutcome } from './task.store.ts'
export type { Task, TaskId, TaskKind } from './task.ts'
export { taskRoutes } from './task.routes.ts'

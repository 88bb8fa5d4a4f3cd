export { importFiles, type Imported, type ImportProgress, type ImportRequest } from './import.ts'
export { groundOf, type Ground } from './ground.store.ts'

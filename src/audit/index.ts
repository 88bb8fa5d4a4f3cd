export {
  openCheckpoint,
  readCheckpoint,
  verifierFrom,
  verifierKey,
  type Checkpoint,
  type Verifier,
} from './checkpoint.ts'
export { keepSequencing, sequenceOnce } from './sequencing.ts'

export { forceOfPostcode, leadUnitOf, readReference, type Reference, type SaidOfLead } from './reference.ts'
export type { Profile, ProfileFile } from './profile.ts'
export { namesPreventReferral, preventInWords } from './prevent.ts'

import { faultInWords } from './fault.ts'

/** What this process must put in order before it ends, newest first; `undefined` once it has begun to leave. */
const closings: (() => Promise<void>)[] = []

/**
 * Registers what has to be closed before the process ends, also when a signal interrupts a command in the middle: an embedded
 * database server whose last user is killed would run on. Returns the same closing, which unregisters itself and runs once.
 */
export const beforeLeaving = (close: () => Promise<void>): (() => Promise<void>) => {
  let closed: Promise<void> | undefined
  const once = () => {
    const place = closings.indexOf(once)
    if (place >= 0) closings.splice(place, 1)
    return (closed ??= close())
  }
  closings.push(once)
  return once
}

/** Closes everything registered, the newest first; a closing that fails does not keep the others from theirs. */
export const leave = async (): Promise<void> => {
  for (let close = closings.at(-1); close !== undefined; close = closings.at(-1))
    await close().catch((error: unknown) => console.error(faultInWords(error)))
}
